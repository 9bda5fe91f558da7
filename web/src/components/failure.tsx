import { ApiError } from '../api/client';
import { common } from '../text/common';
import { usePick, useWords } from '../text/text';
import { Findings } from './findings';

const kByCode = { unreachable: 'unreachable', not_found: 'not_found_case', forbidden: 'failed_forbidden', conflict: 'failed_conflict', too_large: 'failed_too_large', malformed: 'failed_malformed', unavailable: 'failed_unavailable' } as const;
const kByStatus: Record<number, keyof typeof common> = {
  400: 'failed_malformed', 401: 'signed_out', 403: 'failed_forbidden', 404: 'not_found_case', 409: 'failed_conflict', 413: 'failed_too_large', 415: 'failed_malformed', 422: 'failed_malformed', 429: 'failed_unavailable',
  502: 'failed_unavailable', 503: 'failed_unavailable', 504: 'failed_unavailable',
};

/** What went wrong, in the page's language: the platform's findings, or what its code means. */
export function useFailureWords() {
  const t = useWords(common);
  const pick = usePick();
  return (error: unknown) => {
    if (!(error instanceof ApiError)) return t('failed_here');
    if (error.findings.length) return error.findings.map((finding) => pick(finding.zh, finding.en)).join(' ');
    return t(kByCode[error.problem.code as keyof typeof kByCode] ?? kByStatus[error.status] ?? 'failed_internal');
  };
}

/** What the platform refused or failed at, with every finding; nothing when there is no error. What it adds for programmers is English. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWords(common);
  const words = useFailureWords();
  if (!error) return null;
  const findings = error instanceof ApiError ? error.findings : [];
  const more = error instanceof ApiError ? error.problem.detail : String(error);
  return (
    <div className="notice bad" role="alert">
      {findings.length ? <Findings findings={findings} /> : <p>{words(error)}{more && <> <span lang="en" className="soft small">{more}</span></>}</p>}
      {retry && <button onClick={retry}>{t('try_again')}</button>}
    </div>
  );
}
