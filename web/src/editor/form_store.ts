// The document being edited, outside React: a keystroke tells the one field that shows it, and nobody else. It knows rows, values, findings
// and undo; it does not know the network, the layout or any rule. One thread.
import type { Finding } from '../api/types';
import type { FieldSpec, FormSpec, GroupSpec } from './form_spec';

export type JsonObject = { [name: string]: unknown };

export interface Row {
  readonly id: number;
  group: GroupSpec;
  readonly parent: Row | null;
  values: Record<string, string>;
  children: Record<string, readonly Row[]>;
  source: Record<string, string> | null;   ///< values of the case it was copied from
  rest: JsonObject;                        ///< members no field names: kept, written back
}

type Change =
  | { kind: 'value'; row: Row; field: string; before: string; after: string }
  | { kind: 'rows'; parent: Row; group: string; before: readonly Row[]; after: readonly Row[] };

const kNoRows: readonly Row[] = [];
const kNoFindings: readonly Finding[] = [];
const kUndoMax = 200;
const kSameWordMs = 1500;

const valueKey = (row: Row, field: string) => `v${row.id}.${field}`;
const rowsKey = (row: Row, group: string) => `c${row.id}.${group}`;
const placeKey = (row: Row, field: string) => `f${row.id}.${field}`;
export const elementId = (row: Row, field: string) => `f${row.id}-${field}`;

export interface Counts { missing: number; refusals: number; warnings: number }

export class FormStore {
  spec: FormSpec;
  root: Row;
  counts: Counts = { missing: 0, refusals: 0, warnings: 0 };

  private listeners = new Map<string, Set<() => void>>();
  private nextId = 1;
  private undone: Change[][] = [];
  private done: Change[][] = [];
  private batch: Change[] | null = null;
  private lastChangeAt = 0;
  private local: readonly Finding[] = [];
  private server: { finding: Finding; key: string }[] = [];
  private placed = new Map<string, readonly Finding[]>();
  private versions = new Map<string, number>();
  private touched = new Set<string>();
  private shown = new Map<string, unknown>();

  constructor(spec: FormSpec, document: JsonObject) {
    this.spec = spec;
    this.root = this.read(spec.root, null, document);
  }

  // ---- listening
  on(key: string, listener: () => void): () => void {
    let set = this.listeners.get(key);
    if (!set) this.listeners.set(key, set = new Set());
    set.add(listener);
    return () => set.delete(listener);
  }
  private tell(key: string) {
    const set = this.listeners.get(key);
    if (set) for (const listener of [...set]) listener();
  }

  // ---- reading
  value(row: Row, field: string): string { return row.values[field] ?? ''; }
  rows(row: Row, group: string): readonly Row[] { return row.children[group] ?? kNoRows; }
  onValue(row: Row, field: string, listener: () => void) { return this.on(valueKey(row, field), listener); }
  onRows(row: Row, group: string, listener: () => void) { return this.on(rowsKey(row, group), listener); }
  onPlace(row: Row, field: string, listener: () => void) { return this.on(placeKey(row, field), listener); }
  /** Grows whenever something about the place's findings or the person's visit to it changes. */
  placeVersion(row: Row, field: string): number { return this.versions.get(placeKey(row, field)) ?? 0; }
  findings(row: Row, field: string): readonly Finding[] { return this.placed.get(placeKey(row, field)) ?? kNoFindings; }
  wasVisited(row: Row, field: string) { return this.touched.has(placeKey(row, field)); }
  isEmpty(row: Row): boolean {
    for (const name in row.values) if (row.values[name] && !kNumbering.has(name) && row.group.field.get(name)?.type !== 'flags') return false;
    return Object.values(row.children).every((rows) => rows.every((child) => this.isEmpty(child)));
  }

  // ---- what is shown (open parts, current line …): listened to under 'ui:' + name
  ui<T>(name: string, fallback: T): T { return (this.shown.has(name) ? this.shown.get(name) : fallback) as T; }
  setUi(name: string, value: unknown) {
    if (Object.is(this.shown.get(name), value)) return;
    this.shown.set(name, value);
    this.tell(`ui:${name}`);
  }

  // ---- changing
  set(row: Row, field: string, after: string) {
    const before = this.value(row, field);
    if (before === after) return;
    this.apply({ kind: 'value', row, field, before, after });
  }
  visit(row: Row, field: string) {
    const key = placeKey(row, field);
    if (this.touched.has(key)) return;
    this.touched.add(key);
    if (this.placed.has(key)) this.bump(key);
  }
  /** `begins` names the groups of the row that start with a row of their own, with that group's defaults. */
  makeRow(group: GroupSpec, parent: Row, values: Record<string, string> = {}, begins: readonly string[] = [], layouts: Record<string, { defaults?: Record<string, string> }> = {}): Row {
    const row: Row = { id: this.nextId++, group, parent, values: { ...values }, children: {}, source: null, rest: {} };
    for (const child of group.children) if (begins.includes(child.name)) row.children[child.name] = [this.makeRow(child, row, layouts[child.name]?.defaults)];
    return row;
  }
  copyRow(row: Row, parent = row.parent): Row {
    const copy: Row = { id: this.nextId++, group: row.group, parent, values: { ...row.values }, children: {}, source: null, rest: {} };
    for (const [name, rows] of Object.entries(row.children)) copy.children[name] = rows.map((child) => this.copyRow(child, copy));
    return copy;
  }
  insert(parent: Row, group: string, at: number, rows: readonly Row[]) {
    const before = this.rows(parent, group);
    this.apply({ kind: 'rows', parent, group, before, after: [...before.slice(0, at), ...rows, ...before.slice(at)] });
  }
  remove(row: Row) {
    if (!row.parent) return;
    const before = this.rows(row.parent, row.group.name);
    this.apply({ kind: 'rows', parent: row.parent, group: row.group.name, before, after: before.filter((other) => other !== row) });
  }
  /** Several changes that are undone together. */
  together(change: () => void) {
    if (this.batch) return change();
    this.batch = [];
    try {
      change();
    } finally {
      const batch = this.batch;
      this.batch = null;
      if (batch.length) {
        this.remember(batch);
        this.tell('change');
      }
    }
  }
  undo() { this.replay(this.done, this.undone, true); }
  redo() { this.replay(this.undone, this.done, false); }

  private replay(from: Change[][], to: Change[][], back: boolean) {
    if (this.isLocked()) return;
    const batch = from.pop();
    if (!batch) return;
    to.push(batch);
    for (const change of back ? [...batch].reverse() : batch) this.write(change, back);
    this.lastChangeAt = 0;
    this.tell('change');
  }
  /** What is read only is changed by nothing, not even by a key or an answer that comes late. */
  private isLocked() { return this.ui('read_only', false); }
  private apply(change: Change) {
    if (this.isLocked()) return;
    this.write(change, false);
    if (this.batch) { this.batch.push(change); return; }
    this.remember([change]);
    this.tell('change');
  }
  private remember(batch: Change[]) {
    const now = performance.now();
    const only = batch.length === 1 ? batch[0]! : null;
    const last = this.done.at(-1);
    const lastOnly = last?.length === 1 ? last[0]! : null;
    if (only?.kind === 'value' && lastOnly?.kind === 'value' && lastOnly.row === only.row && lastOnly.field === only.field && now - this.lastChangeAt < kSameWordMs) {
      lastOnly.after = only.after;
    } else {
      this.done.push(batch);
      if (this.done.length > kUndoMax) this.done.shift();
    }
    this.lastChangeAt = now;
    this.undone = [];
  }
  private write(change: Change, back: boolean) {
    if (change.kind === 'value') {
      const value = back ? change.before : change.after;
      if (value) change.row.values[change.field] = value;
      else delete change.row.values[change.field];
      this.dropServerFindings(placeKey(change.row, change.field));
      this.tell(valueKey(change.row, change.field));
      return;
    }
    change.parent.children[change.group] = back ? change.before : change.after;
    this.number(change.parent, change.group);
    this.tell(rowsKey(change.parent, change.group));
  }
  /** Line numbers follow the order of the lines; nobody types them. */
  private number(parent: Row, group: string) {
    const rows = this.rows(parent, group);
    if (rows[0]?.group.field.get('line_number')?.need !== 'M') return;
    rows.forEach((row, index) => {
      const number = String(index + 1);
      if (row.values['line_number'] === number) return;
      row.values['line_number'] = number;
      this.tell(valueKey(row, 'line_number'));
    });
  }

  // ---- documents
  private read(group: GroupSpec, parent: Row | null, json: JsonObject): Row {
    const row: Row = { id: this.nextId++, group, parent, values: {}, children: {}, source: null, rest: {} };
    const children = new Map(group.children.map((child) => [child.name, child]));
    for (const [name, member] of Object.entries(json)) {
      const child = children.get(name);
      if (child && Array.isArray(member)) row.children[name] = member.filter(isObject).map((item) => this.read(child, row, item));
      else if (group.field.has(name) && (typeof member === 'string' || typeof member === 'number')) { if (member !== '') row.values[name] = String(member); }
      else row.rest[name] = member;
    }
    return row;
  }
  /** The document as it is lodged. Empty members and trailing empty rows are left out, so that a row keeps its position. */
  document(): JsonObject { return this.writeRow(this.root); }
  private writeRow(row: Row): JsonObject {
    const json: JsonObject = {};
    for (const field of row.group.fields) {
      const value = row.values[field.name];
      if (value) json[field.name] = asJson(field, value);
    }
    for (const child of row.group.children) {
      const rows = this.rows(row, child.name);
      let count = rows.length;
      while (count > 0 && this.isEmpty(rows[count - 1]!)) --count;
      if (count > 0) json[child.name] = rows.slice(0, count).map((item) => this.writeRow(item));
    }
    return Object.assign(json, row.rest);
  }
  /** Takes another document in place of this one; what was typed before cannot be undone any more. */
  replace(spec: FormSpec, document: JsonObject) {
    this.spec = spec;
    this.root = this.read(spec.root, null, document);
    this.done = [];
    this.undone = [];
    this.placed.clear();
    this.versions.clear();
    this.touched.clear();
    this.local = [];
    this.server = [];
    this.tell('document');
    this.tell('spec');
    this.tell('change');
  }
  /** The same document under another description: an import now, another kind of certificate. */
  respec(spec: FormSpec) {
    this.spec = spec;
    const walk = (row: Row, group: GroupSpec) => {
      row.group = group;
      for (const child of group.children) for (const item of this.rows(row, child.name)) walk(item, child);
    };
    walk(this.root, spec.root);
    this.tell('spec');
  }
  /** Marks what differs from the document this one was copied from. */
  compareWith(source: JsonObject) {
    const walk = (row: Row, from: Row | undefined) => {
      row.source = from ? from.values : {};
      for (const [name, rows] of Object.entries(row.children)) rows.forEach((child, index) => walk(child, from ? this.rows(from, name)[index] : undefined));
    };
    walk(this.root, this.read(this.spec.root, null, source));
  }

  // ---- findings
  setLocalFindings(findings: readonly Finding[]) {
    this.local = findings;
    this.place();
  }
  /** What the platform found. A finding goes when its field is changed. */
  setServerFindings(findings: readonly Finding[]) {
    this.server = findings.map((finding) => {
      const at = this.locate(finding.path);
      return { finding, key: placeKey(at.row, at.field) };
    });
    this.place();
  }
  private dropServerFindings(key: string) {
    if (!this.server.some((item) => item.key === key)) return;
    this.server = this.server.filter((item) => item.key !== key);
    this.place();
  }
  /** Row and field of a JSON pointer; the nearest row there is when it leads nowhere. */
  locate(path: string): { row: Row; field: string } {
    let row = this.root;
    const parts = path.split('/').slice(1);
    for (let i = 0; i < parts.length; i += 2) {
      const name = parts[i]!;
      if (parts[i + 1] === undefined) return { row, field: name };
      const child = this.rows(row, name)[Number(parts[i + 1])];
      if (!child) return { row, field: name };
      row = child;
    }
    return { row, field: '' };
  }
  pathOf(row: Row): string {
    return row.parent ? `${this.pathOf(row.parent)}/${row.group.name}/${this.rows(row.parent, row.group.name).indexOf(row)}` : '';
  }
  /** Every finding with its place, in the order of the form. */
  allFindings(): { finding: Finding; row: Row; field: string }[] {
    const found: { finding: Finding; row: Row; field: string }[] = [];
    const walk = (row: Row) => {
      const take = (field: string) => { for (const finding of this.findings(row, field)) found.push({ finding, row, field }); };
      take('');
      for (const field of row.group.fields) take(field.name);
      for (const child of row.group.children) {
        take(child.name);
        for (const item of this.rows(row, child.name)) walk(item);
      }
    };
    walk(this.root);
    return found;
  }
  private bump(key: string) {
    this.versions.set(key, (this.versions.get(key) ?? 0) + 1);
    this.tell(key);
  }
  private place() {
    const placed = new Map<string, Finding[]>();
    const add = (key: string, finding: Finding) => {
      const list = placed.get(key);
      if (!list) placed.set(key, [finding]);
      else if (!list.some((other) => other.rule === finding.rule && other.zh === finding.zh)) list.push(finding);
    };
    for (const finding of this.local) {
      const at = this.locate(finding.path);
      add(placeKey(at.row, at.field), finding);
    }
    for (const item of this.server) add(item.key, item.finding);
    const before = this.placed;
    this.placed = placed;
    for (const [key, list] of placed) if (!sameFindings(before.get(key), list)) this.bump(key);
    for (const key of before.keys()) if (!placed.has(key)) this.bump(key);
    this.count();
  }
  private count() {
    const counts: Counts = { missing: 0, refusals: 0, warnings: 0 };
    for (const { finding, row, field } of this.allFindings()) {
      if (finding.severity === 'refusal') {
        if (field && row.group.field.has(field) && !this.value(row, field)) ++counts.missing;
        else ++counts.refusals;
      } else {
        ++counts.warnings;
      }
    }
    if (counts.missing === this.counts.missing && counts.refusals === this.counts.refusals && counts.warnings === this.counts.warnings) return;
    this.counts = counts;
    this.tell('counts');
  }
}

const kNumbering = new Set(['line_number']);
const kPlainInteger = /^(0|[1-9]\d{0,14})$/;
const asJson = (field: FieldSpec, value: string) => (field.type === 'integer' && kPlainInteger.test(value) ? Number(value) : value);
const isObject = (json: unknown): json is JsonObject => typeof json === 'object' && json !== null && !Array.isArray(json);
const sameFindings = (a: readonly Finding[] | undefined, b: readonly Finding[]) =>
  !!a && a.length === b.length && a.every((finding, index) => finding.rule === b[index]!.rule && finding.zh === b[index]!.zh && finding.severity === b[index]!.severity);
