// A field whose value is a code of a list: typed as a code, or found by a name. The value is always what stands in the box, so that a draft
// keeps whatever was typed; the name stands beside it. With `several` the codes are separated by commas and the last one is being typed.
import { useCombobox } from 'downshift';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { usePick, useWords } from '../text/text';
import { askCodes, codesOf, type CodeRow, forgetRecent, needCodes, recentCodes, rememberCode, useCodes } from './codes';
import type { FieldSpec } from './form_spec';
import type { Row } from './form_store';
import { useForm, useValue } from './use_store';
import { words } from './words';

export interface ControlProps {
  row: Row;
  field: FieldSpec;
  readOnly: boolean;
  /** Names, descriptions and positions for the input itself. */
  input: Record<string, unknown> & { id: string };
  /** In the grid the name has what room is left; the whole of it is the tooltip. */
  inGrid: boolean;
  onTaken: (row: CodeRow | undefined) => void;
}

const kAskAfterMs = 120;
const lastOf = (text: string) => text.slice(text.lastIndexOf(',') + 1);

export function CodeControl({ row, field, readOnly, input, inGrid, onTaken }: ControlProps) {
  const t = useWords(words);
  const pick = usePick();
  const store = useForm();
  const value = useValue(row, field.name);
  const several = field.type === 'code_list';
  const [busy, setBusy] = useState(false);        // the person is in the field
  const [typed, setTyped] = useState(false);      // … and has typed since he came
  const [found, setFound] = useState<CodeRow[] | null>(null);
  const list = useCodes(field.list, busy || (value !== '' && !(inGrid && field.list === 'tariff')));
  const box = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const term = several ? lastOf(value) : value;

  const recent = open && !(typed && term) ? recentCodes(field.list) : [];
  const local = open && list?.kind === 'local' ? list.index.search(typed ? term : '') : [];
  const choices = open ? [...recent, ...(list?.kind === 'remote' ? found ?? [] : local.filter((choice) => !recent.some((other) => other.code === choice.code)))] : kNone;

  useEffect(() => {
    if (!open || list?.kind !== 'remote' || !typed || !term.trim()) return;
    const abort = new AbortController();
    const timer = setTimeout(() => void askCodes(field.list, term.trim(), abort.signal).then(setFound).catch(() => undefined), kAskAfterMs);
    return () => { clearTimeout(timer); abort.abort(); };
  }, [open, list?.kind, typed, term, field.list]);

  const named = (text: string): CodeRow | undefined => {
    const index = codesOf(field.list);
    return index?.find(text.trim()) ?? choices.find((choice) => choice.code.toLowerCase() === text.trim().toLowerCase());
  };
  const put = (choice: CodeRow) => {
    const before = several ? value.slice(0, value.lastIndexOf(',') + 1) : '';
    store.set(row, field.name, before + choice.code);
    rememberCode(field.list, choice);
    setTyped(false);
    setOpen(false);
    onTaken(choice);
  };
  /** What was typed becomes a code when it is one, or when only one thing can be meant. */
  const settle = (taking: 'best' | 'only' = 'only') => {
    if (!typed) return;
    setTyped(false);
    const text = term.normalize('NFKC').trim();
    if (!list && text && !several) return settleLater(value, taking);
    const exact = named(text);
    if (exact) {
      if (exact.code !== text || text !== term) store.set(row, field.name, (several ? value.slice(0, value.lastIndexOf(',') + 1) : '') + exact.code);
      rememberCode(field.list, exact);
      return onTaken(exact);
    }
    const index = codesOf(field.list);
    const matches = text && list?.kind === 'local' && index ? index.search(text, 2) : [];
    if (matches.length === 1) put(matches[0]!);
  };

  /** The person was quicker than the list: what was typed is looked up when it has come, unless it has been changed. */
  const settleLater = (was: string, taking: 'best' | 'only') => void needCodes(field.list).then(() => {
    const index = codesOf(field.list);
    if (!index || store.value(row, field.name) !== was) return;
    const matches = index.search(was, 2);
    const found = index.find(was.trim()) ?? (taking === 'best' || matches.length === 1 ? matches[0] : undefined);
    if (found) put(found);
  });

  const combobox = useCombobox<CodeRow>({
    items: choices, isOpen: open, inputValue: value, selectedItem: null, itemToString: () => '', id: input.id, inputId: input.id, defaultHighlightedIndex: 0,
    onIsOpenChange: ({ isOpen }) => setOpen(!!isOpen && !readOnly),
    onStateChange: ({ type, selectedItem }) => { if (type === useCombobox.stateChangeTypes.ItemClick && selectedItem) put(selectedItem); },
    stateReducer: (state, { type, changes }) => {
      switch (type) {
        case useCombobox.stateChangeTypes.InputKeyDownEscape:
        case useCombobox.stateChangeTypes.InputBlur: return { ...changes, isOpen: false, selectedItem: null, inputValue: state.inputValue };
        case useCombobox.stateChangeTypes.InputChange: return { ...changes, highlightedIndex: 0 };
        default: return changes;
      }
    },
  });

  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const native = event.nativeEvent as globalThis.KeyboardEvent & { preventDownshiftDefault?: boolean };
    if (native.isComposing || native.keyCode === 229) { native.preventDownshiftDefault = true; return; }
    if (event.key === 'Enter') {
      native.preventDownshiftDefault = true;
      if (event.ctrlKey) return;
      const chosen = open ? choices[combobox.highlightedIndex] : undefined;
      const exact = typed ? named(term) : undefined;
      if (exact && exact.code.toLowerCase() === term.trim().toLowerCase() && combobox.highlightedIndex <= 0) settle();
      else if (chosen && (typed ? term.trim() !== '' : true)) put(chosen);
      else settle('best');
      setOpen(false);
    } else if (event.key === 'Escape') {
      if (!open) native.preventDownshiftDefault = true;
      else event.stopPropagation();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !open && inGrid && !event.altKey) {
      native.preventDownshiftDefault = true;   // the grid moves
    } else if (event.key === 'Home' || event.key === 'End' || ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && event.ctrlKey)) {
      native.preventDownshiftDefault = true;
    }
  };

  const codes = several ? value.split(',').map((code) => code.trim()).filter(Boolean) : value ? [value] : [];
  const names = codes.map((code) => { const known = list?.index.find(code); return known ? pick(known.name_zh, known.name_en) : ''; }).filter(Boolean).join(pick(',', ', '));
  return (
    <span className={inGrid ? 'code in-grid' : 'code'} title={names || undefined}>
      <input
        {...combobox.getInputProps({
          ...input, ref: box, value, readOnly, autoComplete: 'off', spellCheck: false,
          onChange: (event) => { store.set(row, field.name, (event.target as HTMLInputElement).value); setTyped(true); setOpen(true); setFound(null); },
          onFocus: () => { setBusy(true); setTyped(false); },
          onBlur: () => { setBusy(false); settle(); store.visit(row, field.name); },
          onKeyDown: keys,
        })}
        aria-labelledby={input['aria-labelledby'] as string | undefined}
      />
      <span className="code-name" aria-hidden="true">{names}</span>
      {open && createPortal(
        <Choices box={box}>
          <ul {...combobox.getMenuProps({ 'aria-label': pick(field.label_zh, field.label_en) }, { suppressRefError: true })}>
            {choices.map((choice, index) => (
              <li key={choice.code} {...combobox.getItemProps({ item: choice, index })} className={index === combobox.highlightedIndex ? 'here' : undefined} data-recent={index < recent.length || undefined}>
                <b>{choice.code}</b><span>{pick(choice.name_zh, choice.name_en)}</span>
              </li>
            ))}
            {!choices.length && <li className="soft" aria-disabled="true">{list?.kind === 'remote' && typed && term && !found ? t('searching') : t('no_choice')}</li>}
          </ul>
          {recent.length > 0 && <button type="button" tabIndex={-1} className="plain small" onMouseDown={(event) => { event.preventDefault(); forgetRecent(field.list); setOpen(false); }}>{t('forget_recent')}</button>}
        </Choices>, document.body)}
    </span>
  );
}
const kNone: CodeRow[] = [];

/** Hangs below the box, over everything; closed by the combobox. */
function Choices({ box, children }: { box: React.RefObject<HTMLInputElement | null>; children: React.ReactNode }) {
  const [at, setAt] = useState<React.CSSProperties>({ visibility: 'hidden' });
  useLayoutEffect(() => {
    const place = () => {
      const rect = box.current?.getBoundingClientRect();
      if (!rect) return;
      const width = Math.min(Math.max(rect.width, 300), window.innerWidth - 8);
      const below = window.innerHeight - rect.bottom;
      const left = Math.max(4, Math.min(rect.left, window.innerWidth - width - 4));
      setAt(below > 220 || below > rect.top ? { left, top: rect.bottom + 2, width, maxHeight: below - 8 } : { left, bottom: window.innerHeight - rect.top + 2, width, maxHeight: rect.top - 8 });
    };
    place();
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => { window.removeEventListener('scroll', place, true); window.removeEventListener('resize', place); };
  }, [box]);
  return <div className="choices" style={at}>{children}</div>;
}
