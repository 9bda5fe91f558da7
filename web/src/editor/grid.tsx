// Rows of a group as a grid: the most used fields as columns, the rest of the line one is on below it, and the groups the line holds as grids
// of their own. Long grids draw only the lines in sight. Moves, copies, fills down, takes blocks from a spreadsheet; all of it can be undone.
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ClipboardEvent, Fragment, type KeyboardEvent, memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { isHall } from '../hall/mode';
import { usePick, useWords } from '../text/text';
import { codesOf, needCodes } from './codes';
import { Control, Field, PlaceFindings } from './field';
import { type FieldSpec, type GroupSpec, isForPeople, legalDay, tidy } from './form_spec';
import { elementId, type Row } from './form_store';
import { enter, goPast, isComposing, registerGuide, stopsIn } from './keyboard';
import { kLayouts } from './layout';
import { MasterUse } from './master_use';
import { useCounts, useForm, useRows, useShownFindings, useUi } from './use_store';
import { words } from './words';

const kDrawnAtOnce = 30;
const kLineHeight = isHall() ? 46 : 33;

const kWidths: Record<string, number> = { code: 9, code_list: 10, date: 11, decimal: 9, integer: 7, digits: 12, flags: 6, text: 15, dates: 14 };
const widthOf = (field: FieldSpec) => (field.list === 'tariff' ? 11 : field.type === 'text' && field.longest <= 20 ? 9 : kWidths[field.type] ?? 10);

export const gridName = (parent: Row, group: string) => `g${parent.id}-${group}`;
export const currentName = (parent: Row, group: string) => `line:${gridName(parent, group)}`;

function useGroupFields(group: GroupSpec) {
  const { spec } = useForm();
  return useMemo(() => {
    const layout = kLayouts[spec.form].groups[group.name] ?? { columns: [] };
    const usable = (names: readonly string[]) => names.map((name) => group.field.get(name)).filter((field): field is FieldSpec => !!field && isForPeople(field));
    const columns = usable(layout.columns);
    const detail = usable(layout.detail ?? []);
    const placed = new Set([...columns, ...detail, ...group.fields.filter((field) => field.name === 'line_number')]);
    return { layout, columns, detail, more: group.fields.filter((field) => isForPeople(field) && !placed.has(field)) };
  }, [group, spec.form]);
}

const Cell = memo(function Cell({ row, field, grid, line, column }: { row: Row; field: FieldSpec; grid: string; line: number; column: number }) {
  const id = elementId(row, field.name);
  const names = useMemo(() => ({ id, 'aria-labelledby': `${grid}-c${column} ${grid}-r${row.id}` }), [id, grid, column, row.id]);
  const extra = useMemo(() => ({ 'data-grid': grid, 'data-line': line, 'data-column': column }), [grid, line, column]);
  return (
    <td>
      <Control row={row} field={field} names={names} inGrid extra={extra} describedBy={`${id}-found`} />
      <PlaceFindings row={row} field={field.name} id={`${id}-found`} hidden />
    </td>
  );
});

const Line = memo(function Line({ row, index, columns, grid, here, onPick, label }: {
  row: Row; index: number; columns: readonly FieldSpec[]; grid: string; here: boolean; onPick: (row: Row) => void; label: string;
}) {
  const found = useShownFindings(row, '');
  return (
    <tr className={here ? 'here' : undefined} onFocus={() => onPick(row)} aria-rowindex={index + 2}>
      <th scope="row" id={`${grid}-r${row.id}`} className={found.length ? 'refusal' : undefined} onClick={() => onPick(row)}><span className="visually-hidden">{label}</span><span aria-hidden="true">{index + 1}</span></th>
      {columns.map((field, column) => <Cell key={field.name} row={row} field={field} grid={grid} line={index} column={column} />)}
    </tr>
  );
});

export function Grid({ parent, group, title }: { parent: Row; group: GroupSpec; title: string }) {
  const store = useForm();
  const t = useWords(words);
  const pick = usePick();
  const rows = useRows(parent, group.name);
  const { layout, columns, detail, more } = useGroupFields(group);
  const grid = gridName(parent, group.name);
  const chosen = useUi<Row | null>(currentName(parent, group.name), null);
  const current = chosen && rows.includes(chosen) ? chosen : rows[0] ?? null;
  const shownDetail = useDeferredValue(current);
  const readOnly = useUi('read_only', false);
  const [said, setSaid] = useState<[key: 'full' | 'pasted' | 'pasted_cut', ...values: number[]] | null>(null);
  const inLine = parent.parent !== null;
  const part = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const detailPart = useRef<HTMLDivElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const virtual = rows.length > kDrawnAtOnce;
  const at = current ? rows.indexOf(current) : 0;
  const virtualizer = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => kLineHeight, overscan: 6,
    // The line one is on is always drawn: scrolling away must not take the keyboard from it.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), at])].sort((a, b) => a - b),
  });
  const drawn = virtual ? virtualizer.getVirtualItems().map((item) => item.index) : rows.map((_, index) => index);
  const gap = (from: number, to: number) => to > from && <tr key={`gap${from}`} aria-hidden="true"><td colSpan={columns.length + 1} style={{ height: (to - from) * kLineHeight, padding: 0 }} /></tr>;
  const pickLine = useCallback((row: Row) => store.setUi(currentName(parent, group.name), row), [store, parent, group.name]);

  /** To a cell, drawing its line first when it is out of sight. */
  const goTo = useCallback((line: number, column: number) => {
    const row = store.rows(parent, group.name)[line];
    const field = columns[column];
    if (!row || !field) return;
    const find = () => document.getElementById(elementId(row, field.name));
    const there = find();
    if (there) return enter(there);
    virtualizer.scrollToIndex(line, { align: 'auto' });
    let tries = 10;
    const again = () => {
      const element = find();
      if (element) enter(element);
      else if (--tries > 0) requestAnimationFrame(again);
    };
    requestAnimationFrame(again);
  }, [store, parent, group.name, columns, virtualizer]);

  const lineCount = () => store.rows(parent, group.name).length;
  const newLine = useCallback((after: Row | undefined): Row => {
    const values: Record<string, string> = { ...layout.defaults };
    for (const name of after ? layout.carry ?? [] : []) { const value = after ? store.value(after, name) : ''; if (value) values[name] = value; }
    return store.makeRow(group, parent, values, layout.begins, kLayouts[store.spec.form].groups);
  }, [layout, store, group, parent]);
  const add = (at: number, row = newLine(store.rows(parent, group.name)[at - 1])) => {
    if (readOnly) return;
    if (lineCount() >= group.count_max) return setSaid(['full', group.count_max]);
    store.insert(parent, group.name, at, [row]);
    pickLine(row);
    requestAnimationFrame(() => goTo(at, 0));
  };
  const removeLine = (row: Row) => {
    if (readOnly) return;
    const at = store.rows(parent, group.name).indexOf(row);
    store.remove(row);
    const left = store.rows(parent, group.name);
    const near = left[Math.min(at, left.length - 1)];
    if (near) { pickLine(near); requestAnimationFrame(() => goTo(left.indexOf(near), 0)); } else requestAnimationFrame(() => addButton.current?.focus());
  };
  const fillDown = (row: Row, field: FieldSpec) => {
    const all = store.rows(parent, group.name);
    const value = store.value(row, field.name);
    store.together(() => { for (const other of all.slice(all.indexOf(row) + 1)) store.set(other, field.name, value); });
  };

  /** At the end of the last line: another line is offered; a group inside a line is left for what follows it. */
  const leave = () => {
    const form = part.current?.closest('.editor');
    if (inLine && form && part.current) goPast(form, part.current); else addButton.current?.focus();
  };
  useEffect(() => registerGuide(grid, {
    afterCell: (line) => {
      const first = detailPart.current && stopsIn(detailPart.current)[0];
      if (first && store.rows(parent, group.name)[line] === (store.ui<Row | null>(currentName(parent, group.name), null) ?? store.rows(parent, group.name)[0])) return enter(first);
      if (line + 1 < lineCount()) goTo(line + 1, 0); else leave();
    },
    afterDetail: () => {
      const all = store.rows(parent, group.name);
      const at = all.indexOf(store.ui<Row | null>(currentName(parent, group.name), null) ?? all[0]!);
      if (at + 1 < all.length) goTo(at + 1, 0); else leave();
    },
  }));

  const place = (target: EventTarget) => {
    const data = target instanceof HTMLElement && target.dataset['grid'] === grid ? target.dataset : null;
    if (!data) return null;
    const line = Number(data['line']), column = Number(data['column']);
    const row = store.rows(parent, group.name)[line], field = columns[column];
    return row && field ? { line, column, row, field, input: target as HTMLInputElement } : null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = place(event.target);
    if (!at || isComposing(event.nativeEvent) || event.altKey || event.defaultPrevented) return;
    const go = (line: number, column: number) => { event.preventDefault(); goTo(line, column); };
    const open = at.input.getAttribute('aria-expanded') === 'true';
    const caret = at.input.selectionStart ?? 0, end = at.input.selectionEnd ?? 0, length = at.input.value.length;
    const whole = caret === 0 && end === length;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === 'd') {
        event.preventDefault();
        if (readOnly) return;
        const lineAbove = store.rows(parent, group.name)[at.line - 1];
        if (event.shiftKey) fillDown(at.row, at.field); else if (lineAbove) store.set(at.row, at.field.name, store.value(lineAbove, at.field.name));
      } else if (event.key === 'Insert') { event.preventDefault(); add(at.line); }
      else if (event.key === 'Delete') { event.preventDefault(); removeLine(at.row); }
      else if (event.key === 'Home') go(0, at.column);
      else if (event.key === 'End') go(lineCount() - 1, at.column);
    } else if (event.key === 'ArrowDown' && !open) { if (at.line + 1 < lineCount()) go(at.line + 1, at.column); else { event.preventDefault(); addButton.current?.focus(); } }
    else if (event.key === 'ArrowUp' && !open) go(at.line - 1, at.column);
    else if (event.key === 'ArrowLeft' && !event.shiftKey && (whole || (caret === 0 && end === 0)) && at.column > 0) go(at.line, at.column - 1);
    else if (event.key === 'ArrowRight' && !event.shiftKey && (whole || caret === length) && at.column + 1 < columns.length) go(at.line, at.column + 1);
  };
  const onPaste = (event: ClipboardEvent) => {
    const at = place(event.target);
    const text = event.clipboardData.getData('text/plain');
    if (!at || readOnly || !/[\t\n]/.test(text.replace(/\r?\n$/, ''))) return;
    event.preventDefault();
    const block = readBlock(text);
    const unread = columns.filter((field) => field.list && !codesOf(field.list));
    if (unread.length) void Promise.all(unread.map((field) => needCodes(field.list))).then(() => paste(at, block));
    else paste(at, block);
  };
  const paste = (at: NonNullable<ReturnType<typeof place>>, block: string[][]) => {
    const room = group.count_max - at.line;
    const taken = block.slice(0, room);
    store.together(() => {
      const missing = at.line + taken.length - lineCount();
      if (missing > 0) {
        const last = store.rows(parent, group.name).at(-1);
        store.insert(parent, group.name, lineCount(), Array.from({ length: missing }, () => newLine(last)));
      }
      const all = store.rows(parent, group.name);
      taken.forEach((cells, offset) => cells.forEach((cell, index) => {
        const field = columns[at.column + index];
        if (field) store.set(all[at.line + offset]!, field.name, asPasted(field, cell));
      }));
    });
    setSaid(taken.length < block.length ? ['pasted_cut', taken.length, group.count_max] : ['pasted', taken.length]);
  };
  // A pasted name becomes a code, so the lists are wanted once somebody is in the grid, or there is a code to be named.
  const [entered, setEntered] = useState(false);
  useEffect(() => {
    for (const field of columns) if (field.list && (entered || rows.some((row) => store.value(row, field.name)))) void needCodes(field.list);
  }, [columns, rows, entered, store]);

  const tools = current && !readOnly;
  const wide = columns.reduce((sum, field) => sum + widthOf(field), 0);
  return (
    <div className="grid-part" ref={part} onFocus={() => setEntered(true)} onKeyDown={onKeyDown} onPaste={onPaste}>
      {rows.length > 0 && (
        <div className={virtual ? 'grid-scroll long' : 'grid-scroll'} ref={scroller}>
          <table className="goods-grid" style={{ minWidth: `${wide * 0.66}em` }} aria-label={title} aria-rowcount={rows.length + 1}>
            <colgroup><col style={{ width: 34 }} />{columns.map((field) => <col key={field.name} style={{ width: `${(100 * widthOf(field)) / wide}%` }} />)}</colgroup>
            <thead><tr>
              <th scope="col"><span className="visually-hidden">{t('number')}</span></th>
              {columns.map((field, column) => <th key={field.name} scope="col" id={`${grid}-c${column}`} className={field.need === 'M' ? 'must' : undefined}>{pick(field.label_zh, field.label_en)}</th>)}
            </tr></thead>
            <tbody>
              {drawn.map((index, i) => rows[index] && (
                <Fragment key={rows[index].id}>
                  {gap((drawn[i - 1] ?? -1) + 1, index)}
                  <Line row={rows[index]} index={index} columns={columns} grid={grid} here={rows[index] === current} onPick={pickLine} label={t('line', index + 1)} />
                </Fragment>
              ))}
              {gap((drawn.at(-1) ?? -1) + 1, rows.length)}
            </tbody>
          </table>
        </div>
      )}
      {shownDetail && rows.includes(shownDetail) && <Detail key={shownDetail.id} row={shownDetail} line={rows.indexOf(shownDetail)} grid={grid} columns={columns} detail={detail} more={more} title={title} part={detailPart} />}
      <div className="row grid-tools">
        {!readOnly && <button type="button" {...(inLine ? {} : { 'data-stop': '' })} ref={addButton} onClick={() => add(lineCount())} aria-label={`${title}: ${t('add_line')}`} title={t('add_line_hint')}>＋ {t('add_line')}</button>}
        {tools && rows.length > 0 && <>
          <button type="button" className="plain" onClick={() => add(rows.indexOf(current) + 1, store.copyRow(current))}>{t('copy_line')}</button>
          <button type="button" className="plain" onClick={() => removeLine(current)}>{t('delete_line')}</button>
        </>}
        {tools && layout.goods && <MasterUse use={layout.goods} row={current} />}
        {rows.length > 1 && <span className="soft small">{t('lines', rows.length)}</span>}
        <span role="status" className="small">{said ? t(...said) : ''}</span>
        {current && more.length > 0 && <MoreOfLine row={current} count={more.length} />}
      </div>
      {!inLine && group.name === 'goods' && !readOnly && <p className="soft small keys">{t('grid_hint')}</p>}
    </div>
  );
}

/** What the columns do not hold of the line one is on. */
function Detail({ row, line, grid, columns, detail, more, title, part }: {
  row: Row; line: number; grid: string; columns: readonly FieldSpec[]; detail: readonly FieldSpec[]; more: readonly FieldSpec[]; title: string; part: React.RefObject<HTMLDivElement | null>;
}) {
  const t = useWords(words);
  const pick = usePick();
  const store = useForm();
  const open = useUi(`more:${row.id}`, false);
  useCounts();
  const shown = open ? more : more.filter((field) => store.value(row, field.name) || store.findings(row, field.name).length);
  if (!detail.length && !shown.length && !row.group.children.length) return <LineFindings row={row} columns={columns} />;
  return (
    <div className="detail" data-detail={grid} ref={part} role="group" aria-label={t('of_line', line + 1, title)}>
      <LineFindings row={row} columns={columns} />
      {detail.length + shown.length > 0 && <div className="fields">{[...detail, ...shown].map((field) => <Field key={field.name} row={row} field={field} span="" />)}</div>}
      {row.group.children.length > 0 && <div className="child-groups">{row.group.children.map((child) => <ChildGroup key={child.name} row={row} group={child} title={t('of_line', line + 1, pick(child.label_zh, child.label_en))} />)}</div>}
    </div>
  );
}

function MoreOfLine({ row, count }: { row: Row; count: number }) {
  const t = useWords(words);
  const store = useForm();
  const open = useUi(`more:${row.id}`, false);
  return <button type="button" className="plain small more" aria-expanded={open} onClick={() => store.setUi(`more:${row.id}`, !open)}>{open ? t('fewer_fields') : t('more_fields', count)}</button>;
}

function LineFindings({ row, columns }: { row: Row; columns: readonly FieldSpec[] }) {
  return <p className="line-findings">{['', ...columns.map((field) => field.name)].map((field) => <PlaceFindings key={field} row={row} field={field} />)}</p>;
}

/** A group held by a line: beside its heading when there is nothing in it yet. */
function ChildGroup({ row, group, title }: { row: Row; group: GroupSpec; title: string }) {
  const pick = usePick();
  const rows = useRows(row, group.name);
  return (
    <section className={rows.length ? 'child-group' : 'child-group empty'} aria-label={title}>
      <h4>{pick(group.label_zh, group.label_en)} <PlaceFindings row={row} field={group.name} /></h4>
      <Grid parent={row} group={group} title={title} />
    </section>
  );
}

/** Rows and cells of what a spreadsheet puts on the clipboard: tabs, line ends, quotes around cells that hold either. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '', quoted = false;
  const body = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let i = 0; i < body.length; ++i) {
    const c = body[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (body[i + 1] === '"') { cell += '"'; ++i; }
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === '\t') { rows.at(-1)!.push(cell); cell = ''; }
    else if (c === '\n') { rows.at(-1)!.push(cell); cell = ''; rows.push([]); }
    else cell += c;
  }
  rows.at(-1)!.push(cell);
  return rows;
}

/** A pasted name becomes its code when only one is called so. */
function asPasted(field: FieldSpec, cell: string): string {
  const value = tidy(field, cell.replaceAll('\n', ' '), legalDay());
  const index = field.list ? codesOf(field.list) : undefined;
  if (!value || !index || index.find(value)) return value;
  const named = index.rows.filter((row) => row.name_zh === value || row.name_en.toLowerCase() === value.toLowerCase());
  return named.length === 1 ? named[0]!.code : value;
}
