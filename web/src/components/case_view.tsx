// One case on one page, of either kind, for whoever may see it: the same page for enterprise and officer, each with what is his.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { type Action, type CaseView, isNotMine, peopleOf, refreshCase, useCase, useDifferences, useDocument, useTimeline } from '../api/cases';
import { namePath, readPoints, useFormLabels } from '../api/form_labels';
import type { Finding, FormName } from '../api/types';
import { hasRole, useEventSoon, useMe } from '../session';
import { usePick, useWords, type Words } from '../text/text';
import { ActPanel } from './act_panel';
import { Busy } from './busy';
import { CaseHead } from './case_head';
import { CertificatesCard } from './certificates';
import { ClaimNotice, useClaim } from './claim';
import { DifferencesCard } from './differences';
import { Failure } from './failure';
import { FeeCard } from './fee';
import { FormView } from './form_view';
import { OriginWorkingCard } from './origin_working';
import { type Paper, PaperFile, PapersCard } from './papers';
import { TimelineCard } from './timeline';
import './cases.css';

const words = {
  form: ['申报内容', 'The form as lodged'], application: ['申请内容', 'The application as lodged'], findings: ['审查意见', 'Findings'], version: ['第 {0} 版', 'Version {0}'], which: ['看哪一版', 'Which version'],
  correct: ['修改后再报', 'Correct and lodge again'], amend: ['提交更改', 'Lodge the amendment'], copy: ['复制为新单', 'Copy into a new one'], raw: ['报文原文', 'Message as received'],
} satisfies Words;

function FormCard({ kind, view, findings, paper }: { kind: FormName; view: CaseView; findings: Finding[]; paper: Paper | null }) {
  const t = useWords(words);
  const [version, setVersion] = useState(0);
  const at = version || view.version;
  const document = useDocument(kind, view.case, at);
  const labels = useFormLabels(kind);
  const differences = useDifferences(kind, view.case, `from=${at - 1}&to=${at}`, at > 1);
  return (
    <section className="card form-card">
      <div className="row spread">
        <h2>{t(kind === 'declaration' ? 'form' : 'application')}</h2>
        <div className="row">
          {view.version > 1 && (
            <select className="fit" aria-label={t('which')} value={at} onChange={(e) => setVersion(Number(e.target.value))}>
              {Array.from({ length: view.version }, (_, index) => view.version - index).map((one) => <option key={one} value={one}>{t('version', one)}</option>)}
            </select>
          )}
          <a className="small" href={`/v1/${kind === 'declaration' ? 'declarations' : 'applications'}/${view.case}/versions/${at}`} target="_blank" rel="noreferrer">{t('raw')}</a>
        </div>
      </div>
      <Failure error={document.error} />
      {document.isPending ? <Busy /> : document.data && (
        <div className={paper ? 'side-by-side' : ''}>
          <div><FormView document={document.data} labels={labels.data} findings={findings} differences={differences.data ?? []} /></div>
          {paper && <div className="beside"><PaperFile kind={kind} id={view.case} paper={paper} /></div>}
        </div>
      )}
    </section>
  );
}

/** What the review found, each named by its field. */
function FindingsCard({ kind, findings }: { kind: FormName; findings: Finding[] }) {
  const t = useWords(words);
  const pick = usePick();
  const labels = useFormLabels(kind);
  return (
    <section className="card findings">
      <h2>{t('findings')} ({findings.length})</h2>
      <ul>
        {findings.map((finding, index) => (
          <li key={index} className={finding.severity === 'refusal' ? '' : 'soft'}>
            {finding.path && <strong>{namePath(labels.data, finding.path, pick)}{pick(':', ': ')}</strong>}{pick(finding.zh, finding.en)} <span className="soft small">{finding.rule}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** To the editor: corrected under the same reference, or copied into a new one. */
function EditorLinks({ kind, view }: { kind: FormName; view: CaseView }) {
  const t = useWords(words);
  const editor = kind === 'declaration' ? '/app/declarations/new' : '/app/applications/new';
  const corrects = view.stage === 'returned' || view.change === 'amend_granted';
  return (
    <div className="row no-print actions-above">
      {corrects && <Link className="button primary" href={`${editor}?correct=${view.case}`}>{t(view.stage === 'returned' ? 'correct' : 'amend')}</Link>}
      <Link className="button" href={`${editor}?from=${view.case}`}>{t('copy')}</Link>
    </div>
  );
}

export function CasePage({ kind, id, keys, onActed }: { kind: FormName; id: string; keys: boolean; onActed?: (act: Action) => void }) {
  const me = useMe();
  const client = useQueryClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [paper, setPaper] = useState<Paper | null>(null);
  const view = useCase(kind, id);
  const timeline = useTimeline(kind, id);
  const document = useDocument(kind, id, view.data?.version ?? 0);
  const officer = !hasRole(me, 'enterprise');
  const claim = useClaim(kind, id, officer && (view.data?.allowed_actions.length ?? 0) > 0);
  useEventSoon('mailbox', () => void refreshCase(client, kind, id));
  useEventSoon('work', () => void refreshCase(client, kind, id), (data) => data['case'] === undefined || data['case'] === id);
  if (view.isPending) return <Busy />;
  if (!view.data || isNotMine(view.error)) return <Failure error={view.error} retry={() => void view.refetch()} />;
  const done = (act: Action) => {
    heading.current?.focus();
    onActed?.(act);
  };
  const nameOf = peopleOf(timeline.data);
  const returned = view.data.stage === 'returned' ? timeline.data?.lines.findLast((line) => line.stage === 'returned') : undefined;
  const points = readPoints(returned?.values?.['points']).map(({ path, text }): Finding => ({ path, rule: '', severity: 'refusal', zh: text, en: text }));  // an officer's word comes first
  const reviewed = view.data.findings ?? (view.data.stage === 'returned' ? timeline.data?.lines.flatMap((line) => line.receipts).findLast((receipt) => receipt.findings?.length)?.findings : undefined) ?? [];
  const findings = [...points, ...reviewed];
  return (
    <div className="case">
      <CaseHead kind={kind} view={view.data} waiting={timeline.data ? timeline.data.waiting_for : view.data.waiting_for} nameOf={nameOf} headingRef={heading} />
      <ClaimNotice claim={claim.other} onTakeOver={claim.takeOver} />
      {hasRole(me, 'enterprise') && <EditorLinks kind={kind} view={view.data} />}
      <div className="case-columns">
        <div>
          <ActPanel key={id} kind={kind} view={view.data} claimed={claim.other?.roles ?? []} keys={keys} onDone={done} />
          {findings.length > 0 && <FindingsCard kind={kind} findings={findings} />}
          <DifferencesCard kind={kind} view={view.data} />
          <FormCard kind={kind} view={view.data} findings={findings} paper={paper} />
        </div>
        <div>
          <Failure error={timeline.error} />
          {timeline.data && <TimelineCard kind={kind} timeline={timeline.data} />}
          <PapersCard kind={kind} view={view.data} document={document.data} comparing={paper} onCompare={setPaper} />
          {kind === 'declaration' && <FeeCard view={view.data} nameOf={nameOf} />}
          <CertificatesCard kind={kind} view={view.data} nameOf={nameOf} />
          {kind === 'origin' && document.data && <OriginWorkingCard document={document.data} version={`${id}/${view.data.version}`} />}
        </div>
      </div>
    </div>
  );
}
