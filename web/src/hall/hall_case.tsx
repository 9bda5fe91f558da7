// A case at the hall terminal: where it stands, what can be done, what happened, what was lodged. No links that open a tab or leave a file behind.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { isNotMine, pageOf, refreshCase, useCase, useDocument, useTimeline } from '../api/cases';
import { useFormLabels } from '../api/form_labels';
import type { FormName } from '../api/types';
import { ActPanel } from '../components/act_panel';
import { Busy } from '../components/busy';
import { CaseHead } from '../components/case_head';
import '../components/cases.css';
import { Failure } from '../components/failure';
import { FormView } from '../components/form_view';
import { TimelineCard } from '../components/timeline';
import { useEventSoon } from '../session';
import { useWords } from '../text/text';
import { hallWords } from './words';

export default function HallCase({ kind }: { kind: FormName }) {
  const t = useWords(hallWords);
  const { id = '' } = useParams();
  const client = useQueryClient();
  const view = useCase(kind, id), timeline = useTimeline(kind, id), document = useDocument(kind, id, view.data?.version ?? 0);
  const labels = useFormLabels(kind);
  useEventSoon('mailbox', () => void refreshCase(client, kind, id));
  if (view.isPending) return <Busy />;
  if (!view.data || isNotMine(view.error)) return <Failure error={view.error} retry={() => void view.refetch()} />;
  const corrects = view.data.stage === 'returned' || view.data.change === 'amend_granted';
  const findings = view.data.findings ?? (view.data.stage === 'returned' ? timeline.data?.lines.flatMap((line) => line.receipts).findLast((receipt) => receipt.findings?.length)?.findings : undefined) ?? [];
  return (
    <div className="case">
      <div className="row actions-above">
        <Link className="button primary" href={`${pageOf(kind, id)}/slip`}>{t('print')}</Link>
        {corrects && <Link className="button" href={`${kind === 'declaration' ? '/app/declarations/new' : '/app/applications/new'}?correct=${id}`}>{t('correct')}</Link>}
      </div>
      <CaseHead kind={kind} view={view.data} waiting={timeline.data ? timeline.data.waiting_for : view.data.waiting_for} headingRef={null} />
      <div className="case-columns">
        <div>
          <ActPanel key={id} kind={kind} view={view.data} claimed={[]} keys={false} onDone={() => undefined} />
          <section className="card form-card">
            <h2>{t(kind)}</h2>
            <Failure error={document.error} />
            {document.data && <FormView document={document.data} labels={labels.data} findings={findings} differences={[]} />}
          </section>
        </div>
        <div><Failure error={timeline.error} />{timeline.data && <TimelineCard kind={kind} timeline={timeline.data} />}</div>
      </div>
    </div>
  );
}
