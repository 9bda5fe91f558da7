// A line of the work list: what, since when, until when, and what can be done.
import { useActName } from '../text/act_words';
import { kAdmissionStages } from '../text/case_words';
import { showInstant, useWords, type Words } from '../text/text';
import { StageTag } from './stage_tag';
import { useSpan } from './waiting';

export const kWorkKinds = ['declaration', 'origin', 'admission', 'visa_admission'] as const;
export interface WorkRow {
  case: string; kind: (typeof kWorkKinds)[number]; stage: string; title: string; unit: number; unit_name: string; reference: string; number: string; since: string; due_at?: string; office: string;
  assigned_to: string; acts: string[]; claimed_by?: string; claimed_name?: string; claimed_since?: string;
}
export interface WorkPage { rows: WorkRow[]; counts?: Record<(typeof kWorkKinds)[number], number> & { complete: boolean }; next?: string }

const words = {
  select: ['选择 {0}', 'Select {0}'], since: ['自 {0} · 已 {1}', 'since {0} · {1}'], until: ['限 {0}', 'until {0}'], over: ['逾期 {0}', 'overdue {0}'], claimed: ['{0} 正在办', '{0} works on it'],
} satisfies Words;

export function WorkLine({ row, current, opened, selected, me, onOpen, onToggle }: { row: WorkRow; me: string; current: boolean; opened: boolean; selected: boolean; onOpen: () => void; onToggle: () => void }) {
  const t = useWords(words);
  const stage = useWords<Words>(kAdmissionStages);
  const act = useActName();
  const span = useSpan();
  const late = !!row.due_at && Date.parse(row.due_at) < Date.now();
  const name = row.title || row.reference || row.unit_name;
  return (
    <div className={`work-row${current ? ' current' : ''}${opened ? ' opened' : ''}`} {...(current ? { 'data-current': '' } : {})}>
      <input type="checkbox" aria-label={t('select', name)} checked={selected} onChange={onToggle} />
      <a href={`/app/work?case=${row.case}&of=${row.kind}`} aria-current={opened ? 'true' : undefined} onClick={(event) => { if (event.metaKey || event.ctrlKey) return; event.preventDefault(); onOpen(); }}>
        <span className="row spread nowrap">
          <strong className="cut">{name}</strong>
          {row.kind === 'declaration' || row.kind === 'origin' ? <StageTag kind={row.kind} stage={row.stage} /> : <span className="tag wait">{stage(row.stage)}</span>}
        </span>
        <span className="row spread nowrap small soft"><span className="cut">{row.unit_name} · {row.number || row.reference}</span><span className={late ? 'late number' : 'number'}>{row.due_at && t(late ? 'over' : 'until', showInstant(row.due_at))}</span></span>
        <span className="row spread nowrap small soft"><span className="cut acts-of-row">{row.claimed_by && row.claimed_by !== me ? t('claimed', row.claimed_name ?? '') : row.acts.map((one) => act(row.kind, one)).join(' / ')}</span><span className="number">{t('since', showInstant(row.since).slice(5), span(Date.now() - Date.parse(row.since)))}</span></span>
      </a>
    </div>
  );
}
