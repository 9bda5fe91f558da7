// What a case is and where it stands: title, stage, side tracks, numbers, who must act.
import { type Ref } from 'react';
import { Link } from 'wouter';
import { type CaseView, type NameOf, pageOf, useCodes, type Waiting } from '../api/cases';
import type { FormName } from '../api/types';
import { kChannels, kFields, kTracks } from '../text/case_words';
import { showInstant, showYuan, usePick, useWords, type Words } from '../text/text';
import { StageTag } from './stage_tag';
import { WaitingFor } from './waiting';

const words = {
  import: ['入境', 'Import'], export: ['出境', 'Export'], line: ['{0} 项货物', '{0} line of goods'], lines: ['{0} 项货物', '{0} lines of goods'], retrospective: ['后发', 'Issued retrospectively'],
  times: ['{0} 次', '{0} times'],
} satisfies Words;

function Tracks({ view }: { view: CaseView }) {
  const t = useWords<Words>(kTracks);
  const tone = (value: string) => (['accurate', 'settled', 'issued', 'used', 'conforms'].includes(value) ? 'good' : ['inaccurate', 'reversed', 'recalled', 'does_not_conform'].includes(value) ? 'bad' : value === 'none' ? '' : 'wait');
  const tracks = (['papers', 'laboratory', 'fee', 'change', 'clearance'] as const).filter((track) => view[track] && !((track === 'change' || track === 'laboratory') && view[track] === 'none'));
  return (
    <ul className="plain row small">
      {tracks.map((track) => (
        <li key={track} className={`tag ${tone(view[track] ?? '')}`}>
          {t(track)} {t(`${track}_${view[track] ?? ''}`)}{track === 'fee' && view.fee !== 'none' ? ` ${showYuan(view.fee_fen ?? 0)}` : ''}
        </li>
      ))}
    </ul>
  );
}

export function CaseHead({ kind, view, waiting, nameOf = (signIn) => signIn, headingRef }: { kind: FormName; view: CaseView; waiting: Waiting | null | undefined; nameOf?: NameOf; headingRef: Ref<HTMLHeadingElement> }) {
  const t = useWords(words);
  const field = useWords<Words>(kFields);
  const channel = useWords<Words>(kChannels);
  const pick = usePick();
  const offices = useCodes('office');
  const kinds = useCodes(kind === 'declaration' ? 'declaration_kind' : 'origin_kind');
  const office = (code: string | undefined) => {
    const row = offices.data?.find((one) => one.code === code);
    return code && row ? `${pick(row.name_zh, row.name_en)} ${code}` : code;
  };
  const kindRow = kinds.data?.find((row) => row.code === (kind === 'declaration' ? view.declaration_kind : view.kind));
  const kindName = kindRow && pick(kindRow.name_zh, kindRow.name_en);
  const what = kind === 'declaration' ? [t(view.direction === 'I' ? 'import' : 'export'), kindName].filter(Boolean).join(' · ') : kindName;
  const certificate = (number: string | undefined) => (number ? <Link href={`/app/search?q=${encodeURIComponent(number)}`}>{number}</Link> : undefined);
  const rows: [string, React.ReactNode][] = [
    ['declaration_number', view.declaration_number], ['certificate_number', view.certificate_number], ['reference', view.reference], ['unit', view.unit_name ? `${view.unit_name} ${view.unit}` : view.unit],
    ['clearance_number', view.clearance_number], ['office', office(view.accepting_office ?? view.office)], ['inspecting_office', office(view.inspecting_office)],
    ['sample_number', view.sample_number], ['test_items', view.test_items], ['report_number', view.report_number],
    ['lodged_at', showInstant(view.lodged_at)], ['channel', channel(view.channel)], ['version', view.version > 1 ? view.version : undefined],
    ['accepted_by', nameOf(view.accepted_by)], ['assigned_to', nameOf(view.assigned_to)], ['approved_by', nameOf(view.approved_by)], ['issued_on', view.issued_on], ['valid_until_on', view.valid_until_on],
    ['review_due_on', view.issued_on ? undefined : view.review_due_on], ['supersedes', certificate(view.supersedes)], ['superseded_by', certificate(view.superseded_by)],
    ['prints', view.prints ? t('times', view.prints) : undefined],
  ];
  return (
    <section className="card case-head">
      <div className="row spread">
        <h1 ref={headingRef} tabIndex={-1} className="flat">
          <Link className="quiet" href={pageOf(kind, view.case)}>{view.title || view.reference}</Link>{' '}
          <StageTag kind={kind} stage={view.stage} />
        </h1>
        <span className="soft">{[what, t(view.lines === 1 ? 'line' : 'lines', view.lines)].filter(Boolean).join(' · ')}{view.is_retrospective && ` · ${t('retrospective')}`}</span>
      </div>
      {waiting !== undefined && <WaitingFor waiting={waiting} />}
      <Tracks view={view} />
      <dl className="facts">
        {rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{field(name)}</dt><dd>{value}</dd></div>)}
      </dl>
    </section>
  );
}
