// What one can do here, in large: begin, go on, look at what was lodged today.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type CaseView, pageOf, pathOf } from '../api/cases';
import { call } from '../api/client';
import type { FormName } from '../api/types';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { StageTag } from '../components/stage_tag';
import { legalDay } from '../editor/form_spec';
import { useEventSoon } from '../session';
import { showInstant, useWords } from '../text/text';
import { hallWords } from './words';

interface Row { id: string; form: FormName; title: string; updated_at: string; updated_by: string }
type Listed = CaseView & { of: FormName };

const kDoors = [
  ['new_export', 'new_export_text', '/app/declarations/new?direction=O'], ['new_import', 'new_import_text', '/app/declarations/new?direction=I'], ['new_origin', 'new_origin_text', '/app/applications/new'],
] as const;

async function lodgedToday(signal: AbortSignal): Promise<Listed[]> {
  const page = (form: FormName) => call<{ declarations?: CaseView[]; applications?: CaseView[] }>(`${pathOf(form)}?from=${legalDay()}&limit=50`, { signal });
  const [declarations, applications] = await Promise.all([page('declaration'), page('origin')]);
  const rows = [...(declarations.declarations ?? []).map((row) => ({ ...row, of: 'declaration' as const })), ...(applications.applications ?? []).map((row) => ({ ...row, of: 'origin' as const }))];
  return rows.sort((a, b) => b.lodged_at.localeCompare(a.lodged_at));
}

export function HallHome() {
  const t = useWords(hallWords);
  const client = useQueryClient();
  const drafts = useQuery({ queryKey: ['drafts'], staleTime: 0, queryFn: async () => (await call<{ drafts: Row[] }>('/v1/drafts?kind=draft')).drafts });
  const today = useQuery({ queryKey: ['cases', 'today'], staleTime: 0, queryFn: ({ signal }) => lodgedToday(signal) });
  useEventSoon('draft', () => void client.invalidateQueries({ queryKey: ['drafts'] }));
  useEventSoon('mailbox', () => void client.invalidateQueries({ queryKey: ['cases'] }));
  return (
    <>
      <h1>{t('what')}</h1>
      <div className="hall-doors">
        {kDoors.map(([name, text, to]) => <Link key={name} className="card" href={to}><strong>{t(name)}</strong><span>{t(text)}</span></Link>)}
      </div>
      <div className="hall-halves">
        <section className="card">
          <h2>{t('drafts')}</h2>
          <Failure error={drafts.error} />
          {drafts.isPending ? <Busy /> : drafts.data?.length === 0 && <p className="soft">{t('no_drafts')}</p>}
          <ul className="hall-list">
            {drafts.data?.map((row) => (
              <li key={row.id}><Link href={`/app/drafts/${row.id}`}><strong>{row.title || t('untitled')}</strong><span>{t(row.form)}</span><span className="soft number">{showInstant(row.updated_at)} {row.updated_by}</span></Link></li>
            ))}
          </ul>
        </section>
        <section className="card">
          <h2>{t('today')}</h2>
          <Failure error={today.error} />
          {today.isPending ? <Busy /> : today.data?.length === 0 && <p className="soft">{t('none_today')}</p>}
          <ul className="hall-list">
            {today.data?.map((row) => (
              <li key={row.case}><Link href={pageOf(row.of, row.case)}><strong>{row.title || row.reference}</strong><StageTag kind={row.of} stage={row.stage} /><span className="soft number">{t(row.of)} {showInstant(row.lodged_at)}</span></Link></li>
            ))}
          </ul>
        </section>
      </div>
    </>
  );
}
