// One act: asks for exactly its parameters, sends once per intent, keeps what was typed until it is done.
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { type Action, type CaseView, type CodeRow, type Content, useCodes, useDocument } from '../api/cases';
import { type GroupLabel, useFormLabels } from '../api/form_labels';
import type { FormName } from '../api/types';
import { common } from '../text/common';
import { kParameters } from '../text/case_words';
import { capital, showYuan, usePick, useWords, type Words } from '../text/text';
import { InspectorChoice } from './inspector_choice';
import { Phrases } from './phrases';

const words = {
  choose: ['请选择', 'Choose'], do: ['办理', 'Do it'], sure: ['确认{0}?', 'Really {0}?'], optional: ['(可不填)', '(optional)'], keys: ['Ctrl+Enter 办理,Esc 收起(内容保留)', 'Ctrl+Enter does it, Esc folds it (nothing is lost)'],
  add_point: ['再加一处', 'Another place'], where: ['哪一处', 'Where'], what: ['改什么', 'What to correct'], whole_line: ['第 {0} 行', 'Line {0}'],
  original: ['正本', 'original'], duplicate: ['副本', 'duplicate'], third: ['第三联', 'third copy'],
} satisfies Words;

export type Values = Record<string, string>;
interface Part { kind: FormName; view: CaseView; action: Action; values: Values; set: (name: string, value: string) => void }

function ListChoice({ list, value, onChange, id, required }: { list: string; value: string; onChange: (value: string) => void; id: string; required: boolean }) {
  const t = useWords(words);
  const pick = usePick();
  const codes = useCodes(list);
  return (
    <select id={id} required={required} value={value} onChange={(e) => onChange(e.target.value)}>
      <option value="">{t('choose')}</option>
      {codes.data?.map((row: CodeRow) => <option key={row.code} value={row.code}>{row.code} {pick(row.name_zh, row.name_en)}</option>)}
    </select>
  );
}

/** Places of the form as choices: every field that is filled, line by line. */
function placesOf(labels: GroupLabel | undefined, document: Record<string, unknown> | undefined, pick: (zh: string, en: string) => string, line: (n: number) => string) {
  const places: { path: string; name: string }[] = [];
  for (const field of labels?.fields ?? []) {
    const value = document?.[field.name];
    if (!field.group) {
      places.push({ path: `/${field.name}`, name: pick(field.zh, field.en) });
    } else if (Array.isArray(value)) {
      value.forEach((row: Record<string, unknown>, index) => {
        places.push({ path: `/${field.name}/${index}`, name: `${pick(field.zh, field.en)} ${line(index + 1)}` });
        for (const inner of field.group?.fields ?? []) if (row[inner.name] !== undefined && !inner.group) places.push({ path: `/${field.name}/${index}/${inner.name}`, name: `${pick(field.zh, field.en)} ${index + 1} · ${pick(inner.zh, inner.en)}` });
      });
    }
  }
  return places;
}

/** Lines "path what to correct", one a place. */
function Points({ kind, view, value, onChange }: { kind: FormName; view: CaseView; value: string; onChange: (value: string) => void }) {
  const t = useWords(words);
  const pick = usePick();
  const id = useId();
  const labels = useFormLabels(kind);
  const document = useDocument(kind, view.case, view.version);
  const rows = (value || ' ').split('\n').map((line) => ({ path: line.slice(0, line.indexOf(' ')), text: line.slice(line.indexOf(' ') + 1) }));
  const places = placesOf(labels.data, document.data, pick, (n) => t('whole_line', n));
  const write = (next: typeof rows) => onChange(next.map((row) => `${row.path} ${row.text.replace(/\n/g, ' ')}`).join('\n'));
  return (
    <div className="points">
      {rows.map((row, index) => (
        <div key={index} className="point">
          <select aria-label={`${t('where')} ${index + 1}`} required value={row.path} onChange={(e) => write(rows.map((one, i) => (i === index ? { ...one, path: e.target.value } : one)))}>
            <option value="">{t('where')}</option>
            {places.map((place) => <option key={place.path} value={place.path}>{place.name}</option>)}
          </select>
          <input aria-label={`${t('what')} ${index + 1}`} id={`${id}-${index}`} required placeholder={t('what')} value={row.text} onChange={(e) => write(rows.map((one, i) => (i === index ? { ...one, text: e.target.value } : one)))} />
        </div>
      ))}
      <button type="button" onClick={() => write([...rows, { path: '', text: '' }])}>{t('add_point')}</button>
    </div>
  );
}

/** Kind of certificate first, then the texts that kind has. */
function CertificateTexts({ view, action, values, set, id }: Part & { id: string }) {
  const pick = usePick();
  const t = useWords(words);
  const kinds = useCodes('certificate_kind');
  const drafted = new Set(view.certificates?.filter((one) => one.stage !== 'cancelled').map((one) => one.code));
  const open = (view.required_certificates ?? []).filter((code) => code !== '97' && !drafted.has(code));
  const code = values['certificate_code'] ?? '';
  const contents = action.contents?.filter((row) => row.certificate_code === code) ?? [];
  const name = (one: string) => { const row = kinds.data?.find((kind) => kind.code === one); return row ? `${one} ${pick(row.name_zh, row.name_en)}` : one; };
  useEffect(() => { if (!code && open.length === 1) set('certificate_code', open[0] ?? ''); });
  return (
    <>
      <label htmlFor={`${id}-code`}>{pick(...kParameters.certificate_code)}</label>
      <select id={`${id}-code`} required value={code} onChange={(e) => set('certificate_code', e.target.value)}>
        <option value="">{t('choose')}</option>
        {open.map((one) => <option key={one} value={one}>{name(one)}</option>)}
      </select>
      {contents.map((row: Content) => (
        <TextParameter key={row.name} id={`${id}-${row.name}`} label={pick(row.zh, row.en)} required={row.required} longest={row.longest} value={values[row.name] ?? row.preset} onChange={(value) => set(row.name, value)} />
      ))}
    </>
  );
}

function TextParameter({ id, label, required, longest, value, onChange }: { id: string; label: string; required: boolean; longest: number; value: string; onChange: (value: string) => void }) {
  const t = useWords(words);
  return (
    <>
      <label htmlFor={id}>{label}{!required && <span className="soft small"> {t('optional')}</span>}</label>
      {longest > 60
        ? <textarea id={id} rows={longest > 500 ? 3 : 2} required={required} maxLength={longest} value={value} onChange={(e) => onChange(e.target.value)} />
        : <input id={id} required={required} maxLength={longest} value={value} onChange={(e) => onChange(e.target.value)} />}
    </>
  );
}

function ParameterInput(part: Part & { name: string; required: boolean; list: string | undefined; id: string }) {
  const { kind, view, values, set, name, required, list, id } = part;
  const t = useWords(words);
  const pick = usePick();
  const word = useWords<Words>(kParameters);
  const label = <label htmlFor={id}>{word(name)}{!required && <span className="soft small"> {t('optional')}</span>}</label>;
  const value = values[name] ?? '';
  if (list) return <>{label}<ListChoice id={id} list={list} required={required} value={value} onChange={(v) => set(name, v)} /></>;
  switch (name) {
    case 'inspector': return <>{label}<InspectorChoice id={id} caseId={view.case} not={[view.accepted_by, view.assigned_to]} value={value} onChange={(v) => set(name, v)} /></>;
    case 'points': return <><span className="soft">{word(name)}</span><Points kind={kind} view={view} value={value} onChange={(v) => set(name, v)} /></>;
    case 'certificate_number': {
      const rows = view.certificates?.filter((one) => (part.action.act === 'sign_certificate' ? one.stage === 'drafted' : one.stage !== 'cancelled')) ?? [];
      return (
        <>
          {label}
          <select id={id} required value={value} onChange={(e) => set(name, e.target.value)}>
            <option value="">{t('choose')}</option>
            {rows.map((one) => <option key={one.number} value={one.number}>{one.number}</option>)}
          </select>
        </>
      );
    }
    case 'copy':
      return (
        <>
          {label}
          <select id={id} required value={value} onChange={(e) => set(name, e.target.value)}>
            <option value="">{t('choose')}</option>
            {(['original', 'duplicate', 'third'] as const).map((one) => <option key={one} value={one}>{t(one)}</option>)}
          </select>
        </>
      );
    case 'amount_fen':
      return <>{label}<input id={id} required inputMode="decimal" pattern="[0-9]+(\.[0-9]{1,2})?" value={value} onChange={(e) => set(name, e.target.value)} /></>;
    case 'payment_reference': case 'customs_declaration': case 'successor': case 'cause': case 'sample_number': case 'report_number':
      return <TextParameter id={id} label={word(name)} required={required} longest={60} value={value} onChange={(v) => set(name, v)} />;
    default:
      return (
        <>
          {label}
          <div>
            <textarea id={id} rows={2} required={required} maxLength={500} value={value} onChange={(e) => set(name, e.target.value)} />
            <Phrases act={part.action.act} onPick={(text) => set(name, value ? `${value}${pick(';', '; ')}${text}` : text)} />
          </div>
        </>
      );
  }
}

/** What stands in the form before anything is typed. */
export function presetsOf(action: Action, view: CaseView): Values {
  const drafted = view.certificates?.filter((one) => (action.act === 'sign_certificate' ? one.stage === 'drafted' : one.stage !== 'cancelled')) ?? [];
  const values: Values = {};
  for (const { name } of action.parameters) {
    if (name === 'amount_fen') values[name] = showYuan(view.fee_fen ?? 0);
    if (name === 'certificate_number' && drafted.length === 1) values[name] = drafted[0]?.number ?? '';
    if (name === 'copy') values[name] = 'original';
  }
  return values;
}

/** The parameters as they are sent: no empty ones, yuan as fen, presets of the chosen certificate where nothing was typed. */
export function parametersOf(action: Action, values: Values): Values {
  const sent: Values = {};
  for (const { name } of action.parameters) {
    const value = (values[name] ?? '').trim();
    if (value) sent[name] = name === 'amount_fen' ? String(Math.round(Number(value) * 100)) : value;
  }
  for (const row of action.contents ?? []) {
    if (row.certificate_code !== sent['certificate_code']) continue;
    const value = (values[row.name] ?? row.preset).trim();
    if (value) sent[row.name] = value;
  }
  return sent;
}

export function ActForm({ kind, view, action, values, onValues, onSubmit, onFold, busy, blocked }: {
  kind: FormName; view: CaseView; action: Action; values: Values; onValues: (values: Values) => void; onSubmit: () => void; onFold: () => void; busy: boolean; blocked: boolean;
}) {
  const t = useWords({ ...common, ...words });
  const pick = usePick();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [shown, setShown] = useState('');
  useEffect(() => {
    if (shown === action.act) return;
    setShown(action.act);
    form.current?.querySelector<HTMLElement>('select, input, textarea, button')?.focus();
  }, [action.act, shown]);
  const set = (name: string, value: string) => onValues({ ...values, [name]: value });
  const part: Part = { kind, view, action, values, set };
  const submit = (event: FormEvent) => { event.preventDefault(); if (!busy && !blocked) onSubmit(); };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') { event.preventDefault(); onFold(); }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
  };
  const plain = action.parameters.length === 0;
  return (
    <form ref={form} className="act-form" onSubmit={submit} onKeyDown={keys} aria-label={pick(action.zh, action.en)}>
      {plain && <p>{t('sure', pick(action.zh, action.en))}</p>}
      {!plain && (
        <div className="fields">
          {action.act === 'draft_certificate'
            ? <CertificateTexts {...part} id={id} />
            : action.parameters.map((parameter) => <ParameterInput key={parameter.name} {...part} name={parameter.name} required={parameter.required} list={parameter.list} id={`${id}-${parameter.name}`} />)}
        </div>
      )}
      <div className="row">
        <button className="primary" disabled={busy || blocked}>{capital(pick(action.zh, action.en))}</button>
        <button type="button" onClick={onFold}>{t('cancel')}</button>
        {!plain && <span className="soft small wide-only">{t('keys')}</span>}
      </div>
    </form>
  );
}
