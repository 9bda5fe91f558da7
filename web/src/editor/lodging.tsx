// From the form to a case: the platform checks, says what it will cost, until when and what happens next, and the person confirms.
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { pageOf } from '../api/cases';
import { ApiError, call } from '../api/client';
import type { Finding, FormName, Who } from '../api/types';
import { Failure } from '../components/failure';
import { useMe } from '../session';
import { showYuan, usePick, useWords } from '../text/text';
import { rememberUsual } from './begin';
import { useCodes } from './codes';
import type { DraftKeeper, Lodged } from './draft_keeper';
import { showSummary } from './summary';
import { type Counter, kPresenterMax } from './vault';
import { words } from './words';

interface InWords { zh: string; en: string }
interface Check {
  would_be_accepted_for_review: boolean;
  findings: Finding[];
  officer_because?: Finding[];
  expect?: { fee?: { amount_fen: number } | null; deadlines?: (InWords & { what: string; on: string })[]; next?: (InWords & { who: string })[] };
}

/** To the case; at the hall terminal to its slip; at the counter to the next enterprise, so that the case is free for the officer who accepts it. */
function afterLodging(form: FormName, lodged: Lodged, me: Who): string {
  const page = pageOf(form, lodged.case);
  if (lodged.kind === 'business_nack') return page;
  if (!me.unit) return `/app/counter?of=${form}&case=${lodged.case}`;
  return me.channel === 'hall_terminal' ? `${page}/slip` : page;
}

export function useLodging(keeper: DraftKeeper) {
  const me = useMe();
  const [, go] = useLocation();
  const [check, setCheck] = useState<Check | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const came = useRef<HTMLElement | null>(null);   // where the person was
  const { store } = keeper;
  const form = keeper.kept.form;

  const ask = useCallback(async (toLodge: boolean) => {
    setBusy(true);
    setError(null);
    came.current = document.activeElement as HTMLElement | null;
    came.current?.blur();   // what is half typed is settled first
    try {
      const answer = await call<Check>(form === 'declaration' ? '/v1/declarations:check' : '/v1/applications:check', { method: 'POST', body: JSON.stringify(store.document()) });
      store.setServerFindings(answer.findings);
      if (toLodge && answer.would_be_accepted_for_review && !answer.findings.some((finding) => finding.severity === 'refusal')) setCheck(answer);
      else showSummary(store);
    } catch (problem) {
      if (problem instanceof ApiError && problem.findings.length) {
        store.setServerFindings(problem.findings);
        showSummary(store);
      } else {
        setError(problem);
      }
    } finally {
      setBusy(false);
    }
  }, [store, form]);

  const lodge = useCallback(async (headers: Record<string, string> = {}) => {
    setBusy(true);
    setError(null);
    try {
      const document = store.document();
      const lodged = await keeper.lodge(headers);
      if (me.unit) void rememberUsual(form, document).catch(() => undefined);   // a convenience: its loss costs some typing
      go(afterLodging(form, lodged, me));
    } catch (problem) {
      setCheck(null);
      setError(problem);
      if (problem instanceof ApiError && problem.findings.length) {
        store.setServerFindings(problem.findings);
        showSummary(store);
      }
    } finally {
      setBusy(false);
    }
  }, [keeper, form, go, me, store]);

  return { check, error, busy, ask, lodge, close: () => { setCheck(null); setTimeout(() => came.current?.focus()); } };
}

export function ConfirmLodging({ check, known, busy, onLodge, onClose }: { check: Check; known: Counter | undefined; busy: boolean; onLodge: (headers: Record<string, string>) => void; onClose: () => void }) {
  const t = useWords(words);
  const pick = usePick();
  const box = useRef<HTMLDialogElement>(null);
  const first = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!box.current?.open) box.current?.showModal();
    first.current?.focus();
  }, []);
  const me = useMe();
  const atCounter = !me.unit;
  const [counter, setCounter] = useState<Counter>(known ?? { reason: '', on_paper: false, presenter: '' });
  const complete = !atCounter || (counter.reason !== '' && (!counter.on_paper || counter.presenter.trim() !== ''));
  const { expect } = check;
  const warnings = check.findings.filter((finding) => finding.severity !== 'refusal');
  return (
    <dialog ref={box} onCancel={(event) => { event.preventDefault(); if (!busy) onClose(); }} aria-labelledby="confirm-title" className="confirm">
      <h2 id="confirm-title">{t('confirm_title')}</h2>
      <p>{t('confirm_rules')}</p>
      <dl>
        {expect && <><dt>{t('confirm_fee')}</dt><dd>{expect.fee ? t('yuan', showYuan(expect.fee.amount_fen)) : t('confirm_no_fee')}</dd></>}
        {!!expect?.deadlines?.length && <><dt>{t('confirm_deadlines')}</dt><dd>{expect.deadlines.map((line) => <div key={line.what + line.on}><span className="number">{line.on}</span> {pick(line.zh, line.en)}</div>)}</dd></>}
        {!!expect?.next?.length && <><dt>{t('confirm_next')}</dt><dd>{expect.next.map((line, index) => <div key={index}>{pick(line.zh, line.en)}</div>)}</dd></>}
        {!!check.officer_because?.length && <><dt>{t('officer_because')}</dt><dd>{check.officer_because.map((line, index) => <div key={index}>{pick(line.zh, line.en)}</div>)}</dd></>}
        {warnings.length > 0 && <><dt>{t('summary_warnings')}</dt><dd>{warnings.map((line, index) => <div key={index} className="warning">{pick(line.zh, line.en)}</div>)}</dd></>}
      </dl>
      {atCounter && <AtCounter counter={counter} onChange={setCounter} first={first} />}
      <div className="row end">
        <button type="button" disabled={busy} onClick={onClose}>{t('back')}</button>
        <button type="button" className="primary" ref={(button) => { if (!atCounter) first.current = button; }} disabled={busy || !complete} onClick={() => onLodge(atCounter ? headersOf(counter) : {})}>{busy ? t('lodging') : t('lodge')}</button>
      </div>
    </dialog>
  );
}

const headersOf = (counter: Counter) => ({
  'Datong-Counter-Reason': counter.reason, 'Datong-Counter-Form': counter.on_paper ? 'paper' : 'entry', 'Datong-Counter-Identity': encodeURIComponent(counter.presenter.trim()),
});

/** An officer who enters for an enterprise says why, in which form it came, and who stood before him. */
function AtCounter({ counter, onChange, first }: { counter: Counter; onChange: (counter: Counter) => void; first: RefObject<HTMLElement | null> }) {
  const t = useWords(words);
  const pick = usePick();
  const reasons = useCodes('counter_reason', true);
  return (
    <fieldset>
      <legend>{t('counter')}</legend>
      <p><label>{t('counter_reason')}
        <select ref={(select) => { first.current = select; }} value={counter.reason} onChange={(event) => onChange({ ...counter, reason: event.target.value })}>
          <option value="" />
          {reasons?.index.rows.map((row) => <option key={row.code} value={row.code}>{row.code} {pick(row.name_zh, row.name_en)}</option>)}
        </select></label></p>
      <p><label>{t('counter_presenter')}<input value={counter.presenter} required={counter.on_paper} maxLength={kPresenterMax} onChange={(event) => onChange({ ...counter, presenter: event.target.value })} /></label></p>
      <label><input type="checkbox" checked={counter.on_paper} onChange={(event) => onChange({ ...counter, on_paper: event.target.checked })} /> {t('counter_paper')}</label>
    </fieldset>
  );
}

export const LodgingFailure = ({ error }: { error: unknown }) => <Failure error={error} />;
