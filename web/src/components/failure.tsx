import { ApiError } from '../api/client';
import { common } from '../text/common';
import { useWords } from '../text/text';
import { Findings } from './findings';

/** What the platform refused or failed at, with every finding; nothing when there is no error. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWords(common);
  if (!error) return null;
  const api = error instanceof ApiError ? error : null;
  const words = api?.status === 0 ? t('unreachable') : api?.status === 401 && !api.findings.length ? t('signed_out') : api?.status === 404 ? t('not_found_case') : t('failed', api ? api.problem.detail ?? api.problem.title : String(error));
  return (
    <div className="notice bad" role="alert">
      {api?.findings.length ? <Findings findings={api.findings} /> : <p>{words}</p>}
      {retry && <button onClick={retry}>{t('try_again')}</button>}
    </div>
  );
}
