// One field of the form: label, control for its type, findings. It renders when its own value or findings change, and for nothing else.
import { memo, type ReactNode, useMemo } from 'react';
import { usePick, useWords } from '../text/text';
import { CodeControl } from './code_control';
import type { CodeRow } from './codes';
import { type FieldSpec, isLong, legalDay, tidy } from './form_spec';
import { elementId, type FormStore, type Row } from './form_store';
import { kBrings, kLayouts } from './layout';
import { useForm, useShownFindings, useUi, useValue } from './use_store';
import { words } from './words';

/** Values that follow from a code just taken, unless the person has written something else there. */
function bring(store: FormStore, row: Row, field: FieldSpec, code: CodeRow | undefined) {
  for (const [form, group, name, to, member] of kBrings) {
    if (form !== store.spec.form || group !== row.group.name || name !== field.name || !code) continue;
    const brought = `brought:${row.id}.${to}`;
    const value = member === 'name_en' ? code.name_en.toUpperCase() : code[member] ?? '';
    if (!value || (store.value(row, to) && store.value(row, to) !== store.ui(brought, ''))) continue;
    store.set(row, to, value);
    store.setUi(brought, value);
  }
}

interface InputNames { id: string; 'aria-label'?: string; 'aria-labelledby'?: string }

/** The control alone, as the grid uses it; `extra` are data-attributes of its position. */
export const Control = memo(function Control({ row, field, names, inGrid, extra, describedBy }: {
  row: Row; field: FieldSpec; names: InputNames; inGrid: boolean; extra?: Record<string, string | number> | undefined; describedBy?: string | undefined;
}) {
  const store = useForm();
  const t = useWords(words);
  const readOnly = useUi('read_only', false);
  const found = useShownFindings(row, field.name);
  const refused = found.some((finding) => finding.severity === 'refusal');
  const input = useMemo(() => ({
    ...names, ...extra, 'data-stop': '', name: field.name,
    ...(field.need === 'M' ? { 'aria-required': true } : {}), ...(refused ? { 'aria-invalid': true } : {}), ...(found.length && describedBy ? { 'aria-describedby': describedBy } : {}),
  }), [names, extra, field, refused, found.length, describedBy]);
  const onTaken = useMemo(() => (code: CodeRow | undefined) => bring(store, row, field, code), [store, row, field]);
  if (field.list && (field.type === 'code' || field.type === 'code_list' || field.type === 'text')) {
    return <CodeControl row={row} field={field} readOnly={readOnly} input={input} inGrid={inGrid} onTaken={onTaken} />;
  }
  if (field.type === 'flags' && field.longest === 1) return <Tick row={row} field={field} readOnly={readOnly} input={input} />;
  return <TextControl row={row} field={field} readOnly={readOnly} input={input} inGrid={inGrid} placeholder={field.type === 'date' && !inGrid ? t('day_form') : undefined} />;
});

const kWordsALine = 42;

type Plain = { row: Row; field: FieldSpec; readOnly: boolean; input: Record<string, unknown> & { id: string } };

function Tick({ row, field, readOnly, input }: Plain) {
  const store = useForm();
  const value = useValue(row, field.name);
  const put = (on: boolean) => { if (!readOnly) store.set(row, field.name, on ? '1' : '0'); };
  return (
    <input {...input} type="checkbox" checked={value === '1'} onChange={(event) => put(event.target.checked)} onBlur={() => store.visit(row, field.name)}
      onKeyDown={(event) => { if (event.key === '1' || event.key === '0') put(event.key === '1'); }} />
  );
}

function TextControl({ row, field, readOnly, input, inGrid, placeholder }: Plain & { inGrid: boolean; placeholder: string | undefined }) {
  const store = useForm();
  const value = useValue(row, field.name);
  const common = {
    ...input, value, readOnly, autoComplete: 'off', spellCheck: false, placeholder,
    onChange: (event: { target: { value: string } }) => store.set(row, field.name, event.target.value),
    onBlur: () => {
      const tidied = tidy(field, store.value(row, field.name), legalDay());
      if (!readOnly) store.set(row, field.name, tidied);
      store.visit(row, field.name);
    },
  };
  if (isLong(field) && !inGrid) {
    const least = kLayouts[store.spec.form].tall?.includes(field.name) ? 3 : 1;
    return <textarea {...common} rows={Math.min(6, Math.max(least, value.split('\n').length, Math.ceil(value.length / kWordsALine)))} />;
  }
  const numeric = field.type === 'decimal' ? 'decimal' : field.type === 'integer' || field.type === 'digits' || field.type === 'date' ? 'numeric' : undefined;
  return <input {...common} inputMode={numeric} className={field.type === 'decimal' || field.type === 'integer' ? 'numbers' : undefined} />;
}

/** Findings of a place in words; nothing when there is nothing to be said yet. */
export function PlaceFindings({ row, field, id, hidden = false }: { row: Row; field: string; id?: string; hidden?: boolean }) {
  const pick = usePick();
  const found = useShownFindings(row, field);
  if (!found.length) return null;
  return (
    <span id={id} className={hidden ? 'visually-hidden' : 'place-findings'}>
      {found.map((finding, index) => <span key={index} className={finding.severity === 'refusal' ? 'refusal' : 'warning'}>{pick(finding.zh, finding.en)}</span>)}
    </span>
  );
}

/** What it was in the case it was copied from. */
function Changed({ row, field, children }: { row: Row; field: FieldSpec; children: (changed: string | null) => ReactNode }) {
  const value = useValue(row, field.name);
  const was = row.source ? row.source[field.name] ?? '' : value;
  return children(was === value ? null : was);
}

export const Field = memo(function Field({ row, field, span }: { row: Row; field: FieldSpec; span: '' | '+' | '*' }) {
  const pick = usePick();
  const t = useWords(words);
  const id = elementId(row, field.name);
  const names = useMemo(() => ({ id }), [id]);
  return (
    <Changed row={row} field={field}>
      {(changed) => (
        <div className={`field${span === '*' ? ' whole' : span === '+' ? ' double' : ''}${changed === null ? '' : ' changed'}`} title={changed ? t('changed_from', changed) : undefined}>
          <label htmlFor={id} className={field.need === 'M' ? 'must' : undefined}>{pick(field.label_zh, field.label_en)}</label>
          <div>
            <Control row={row} field={field} names={names} inGrid={false} describedBy={`${id}-found`} />
            <PlaceFindings row={row} field={field.name} id={`${id}-found`} />
          </div>
        </div>
      )}
    </Changed>
  );
});
