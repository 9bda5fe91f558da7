// What the person takes home: one sheet with the numbers, what happens next, and a QR code to the page of the case.
import { lazy, Suspense } from 'react';
import { Link, useParams } from 'wouter';
import { pageOf, useCase, useCodes, useTimeline } from '../api/cases';
import type { FormName } from '../api/types';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { StageTag } from '../components/stage_tag';
import { useTitle } from '../components/title';
import { useMe } from '../session';
import { kRoles } from '../text/case_words';
import { showInstant, usePick, useWords } from '../text/text';
import { hallWords } from './words';

const Qr = lazy(() => import('./qr'));

export default function Slip({ kind }: { kind: FormName }) {
  const t = useWords(hallWords);
  const role = useWords(kRoles);
  const pick = usePick();
  const me = useMe();
  const { id = '' } = useParams();
  const view = useCase(kind, id), timeline = useTimeline(kind, id), offices = useCodes('office');
  useTitle(t('slip'));
  const error = view.error ?? timeline.error;
  if (error) return <Failure error={error} retry={() => { void view.refetch(); void timeline.refetch(); }} />;
  if (!view.data || !timeline.data) return <Busy />;
  const { data: one } = view;
  const { waiting_for: waiting, lines } = timeline.data;
  const office = offices.data?.find((row) => row.code === (one.accepting_office ?? one.office));
  const serials = lines[0]?.receipts.map((receipt) => receipt.serial).join(', ');
  const address = `${location.origin}${pageOf(kind, id)}`;
  const rows: [keyof typeof hallWords, string | undefined][] = [
    ['unit', [one.unit_name || pick(me.unit_name_zh, me.unit_name_en), one.unit].join(' ')], ['person', lines[0]?.by_name ?? me.name], ['reference', one.reference], ['case', one.case],
    ['declaration_number', one.declaration_number], ['certificate_number', one.certificate_number], ['lodged_at', showInstant(one.lodged_at)], ['receipt', serials], ['office', office && pick(office.name_zh, office.name_en)],
  ];
  return (
    <>
      <div className="row no-print slip-orders">
        <button type="button" className="primary" autoFocus onClick={() => window.print()}>{t('print')}</button>
        <Link className="button" href={pageOf(kind, id)}>{t('show_case')}</Link>
      </div>
      <article className="card slip">
        <h1>{t(kind === 'declaration' ? 'slip_declaration' : 'slip_origin')}</h1>
        <p className="slip-title">{one.title || one.reference}</p>
        <dl>
          {rows.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{t(name)}</dt><dd className={name === 'case' ? 'strong' : ''}>{value}</dd></div>)}
          <div><dt>{t('stage')}</dt><dd><StageTag kind={kind} stage={one.stage} /></dd></div>
          <div><dt>{t('next')}</dt><dd>{waiting ? `${t('next_who', role(waiting.role), pick(waiting.zh, waiting.en))}${waiting.due_at ? ` · ${t('until', showInstant(waiting.due_at))}` : ''}` : t('nothing_next')}</dd></div>
        </dl>
        <div className="slip-qr">
          <Suspense fallback={<Busy />}><Qr text={address} label={t('qr')} /></Suspense>
          <div><p>{t('qr_text')}</p><p className="small soft">{address}</p></div>
        </div>
        <p className="small soft">{t('slip_text')}</p>
      </article>
    </>
  );
}
