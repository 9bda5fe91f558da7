// The counter (N10): for an enterprise that can do it no other way, an officer begins a form, after saying for whom, why, and who stands before him.
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { CounterCases } from '../admin/counter_cases';
import { pageOf, useCodes } from '../api/cases';
import { call } from '../api/client';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { counterDocument } from '../editor/begin';
import { beginDraft } from '../editor/newest_draft';
import { kPresenterMax } from '../editor/vault';
import { useMe } from '../session';
import { common } from '../text/common';
import { usePick, useWords, type Words } from '../text/text';
import './counter.css';

const words = {
  title: ['柜台代录与纸面受理', 'At the counter'],
  explain: ['只为确有困难、自己不能录入的企业办理。不收费。录入人不得受理本件;企业收到与自行申报同样的回执。', 'Only for an enterprise that cannot do it itself. Free of charge. Who enters a case may not accept it; the enterprise gets the same receipts as if it had lodged it.'],
  first: ['能自己办的,请引导到大厅自助终端。', 'Whoever can, should be shown to the hall terminal.'],
  begin: ['为企业办理', 'Begin for an enterprise'],
  enterprise: ['企业登记号(10 位)', 'Registration number (10 digits)'], find: ['按名称或单证号找企业', 'Find it by name, or a number of a case'], found: ['找到的企业', 'Enterprises found'],
  none_found: ['没有找到;请直接填登记号。', 'Nothing found; type the registration number.'], choose: ['选用', 'Take'],
  what: ['单证', 'What'], export: ['出境报检单', 'Export declaration'], import: ['入境报检单', 'Import declaration'], origin: ['产地证申请', 'Application for a certificate of origin'],
  reason: ['原因', 'Reason'], how: ['方式', 'How'], entry: ['当面代录', 'Entered here'], paper: ['按纸质单证受理', 'Accepted on paper'],
  presenter: ['来办人姓名与证件号', 'Name and identity document of the person present'], presenter_paper: ['纸质受理必须登记', 'needed on paper'],
  lodged: ['已申报,案号 {0}。由另一位工作人员受理。', 'Lodged as case {0}. Another officer accepts it.'], open: ['打开', 'Open it'],
  go: ['开始录入', 'Begin entering'], drafts: ['我没录完的', 'What I have not finished'], month: ['本月柜台办理', 'At the counter this month'],
} satisfies Words;

type What = 'export' | 'import' | 'origin';
interface Unit { unit: number; unit_name: string }

/** Enterprises of the cases a search finds; one that never lodged is known by its number only. */
function Finder({ onChoose }: { onChoose: (unit: Unit) => void }) {
  const t = useWords({ ...common, ...words });
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const found = useQuery({
    queryKey: ['counter', 'units', asked], enabled: asked !== '',
    queryFn: async ({ signal }) => {
      const { rows } = await call<{ rows: Unit[] }>(`/v1/search?q=${encodeURIComponent(asked)}&limit=50`, { signal });
      return [...new Map(rows.map((row) => [row.unit, row])).values()];
    },
  });
  const submit = (event: FormEvent) => { event.preventDefault(); setAsked(text.trim()); };
  return (
    <form role="search" onSubmit={submit}>
      <label htmlFor="counter-find">{t('find')}</label>
      <div className="counter-find"><input id="counter-find" type="search" value={text} onChange={(event) => setText(event.target.value)} /><button>{t('search')}</button></div>
      <Failure error={found.error} />
      <ul className="counter-found" aria-label={t('found')} aria-live="polite">
        {found.data?.map((one) => <li key={one.unit}><span>{one.unit_name} <span className="soft number">{one.unit}</span></span><button type="button" aria-label={`${t('choose')} ${one.unit_name}`} onClick={() => onChoose(one)}>{t('choose')}</button></li>)}
        {found.data?.length === 0 && <li className="soft">{t('none_found')}</li>}
      </ul>
    </form>
  );
}

export default function CounterPage() {
  const t = useWords(words);
  const pick = usePick();
  useTitle(t('title'));
  const me = useMe();
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const lodged = asked.get('case');
  const notice = useRef<HTMLParagraphElement>(null);
  useEffect(() => notice.current?.focus(), [lodged]);
  const reasons = useCodes('counter_reason');
  const [unit, setUnit] = useState({ number: '', name: '' });
  const [what, setWhat] = useState<What>('export');
  const [counter, setCounter] = useState({ reason: '', on_paper: false, presenter: '' });
  const begin = useMutation({
    mutationFn: () => {
      const form = what === 'origin' ? 'origin' : 'declaration';
      return beginDraft(me, { form, document: counterDocument(form, what === 'import' ? 'I' : 'O', me, unit), counter });
    },
    onSuccess: (key) => go(`/app/drafts/${key}`),
  });
  const submit = (event: FormEvent) => { event.preventDefault(); begin.mutate(); };
  return (
    <>
      <h1>{t('title')}</h1>
      {lodged && <p className="notice good" role="status" tabIndex={-1} ref={notice}>{t('lodged', lodged)} <Link href={pageOf(asked.get('of') === 'origin' ? 'origin' : 'declaration', lodged)}>{t('open')}</Link></p>}
      <div className="notice"><p>{t('explain')}</p><p className="soft">{t('first')}</p></div>
      <div className="counter-halves">
        <section className="card">
          <h2>{t('begin')}</h2>
          <Finder onChoose={(one) => setUnit({ number: String(one.unit), name: one.unit_name })} />
          <form onSubmit={submit} className="counter-form">
            <Failure error={begin.error} />
            <label htmlFor="counter-unit">{t('enterprise')}</label>
            <div><input id="counter-unit" required inputMode="numeric" pattern="[0-9]{10}" maxLength={10} autoComplete="off" value={unit.number} onChange={(event) => setUnit({ number: event.target.value.trim(), name: '' })} />{unit.name && <span className="soft"> {unit.name}</span>}</div>
            <label htmlFor="counter-what">{t('what')}</label>
            <select id="counter-what" value={what} onChange={(event) => setWhat(event.target.value as What)}>{(['export', 'import', 'origin'] as const).map((one) => <option key={one} value={one}>{t(one)}</option>)}</select>
            <label htmlFor="counter-reason">{t('reason')}</label>
            <select id="counter-reason" required value={counter.reason} onChange={(event) => setCounter({ ...counter, reason: event.target.value })}>
              <option value="" />
              {reasons.data?.map((row) => <option key={row.code} value={row.code}>{row.code} {pick(row.name_zh, row.name_en)}</option>)}
            </select>
            <span id="counter-how" className="soft">{t('how')}</span>
            <div role="radiogroup" aria-labelledby="counter-how" className="row">
              {([false, true] as const).map((paper) => <label key={String(paper)} className="row"><input type="radio" name="how" checked={counter.on_paper === paper} onChange={() => setCounter({ ...counter, on_paper: paper })} />{t(paper ? 'paper' : 'entry')}</label>)}
            </div>
            <label htmlFor="counter-presenter">{t('presenter')}{counter.on_paper && ` (${t('presenter_paper')})`}</label>
            <input id="counter-presenter" required={counter.on_paper} maxLength={kPresenterMax} autoComplete="off" value={counter.presenter} onChange={(event) => setCounter({ ...counter, presenter: event.target.value })} />
            <span />
            <div className="row"><button className="primary" disabled={begin.isPending}>{t('go')}</button><Link href="/app/drafts">{t('drafts')}</Link></div>
          </form>
        </section>
        <section className="card">
          <h2>{t('month')}</h2>
          <CounterCases />
        </section>
      </div>
    </>
  );
}
