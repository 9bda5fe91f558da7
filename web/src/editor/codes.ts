// Code lists for the fields: small ones are read once a session and searched here, large ones are asked of the platform. Found by code,
// Chinese, English, pinyin and initials; those used lately come first.
import { useEffect, useSyncExternalStore } from 'react';
import { call } from '../api/client';

export interface CodeRow {
  code: string;
  name_zh: string;
  name_en: string;
  pinyin?: string;
  initials?: string;
  unit?: string;
}

const kLocalMax = 2000;
const kShown = 50;
const kRecentMax = 8;
/** Without the sizes of the lists: the one that is large. */
const kLargeByNature = new Set(['tariff']);

interface Key { row: CodeRow; code: string; zh: string; en: string; pinyin: string; initials: string }

/** A list prepared for searching: all its rows as one text, so that rows without the words cost a scan and no more; initials count from their beginning only. */
export class CodeIndex {
  readonly byCode = new Map<string, CodeRow>();
  private readonly keys: Key[] = [];
  private readonly text: string;
  private readonly ends: number[] = [];
  constructor(readonly rows: readonly CodeRow[]) {
    const parts: string[] = [];
    let length = 0;
    for (const row of rows) {
      const key = {
        row, code: row.code.toLowerCase(), zh: row.name_zh.toLowerCase(), en: row.name_en.toLowerCase(),
        pinyin: (row.pinyin ?? '').toLowerCase().replaceAll(' ', ''), initials: (row.initials ?? '').toLowerCase(),
      };
      this.byCode.set(row.code, row);
      this.keys.push(key);
      const part = `${key.code}\n${key.zh}\n${key.en}\n${key.pinyin}\n`;
      parts.push(part);
      this.ends.push(length += part.length);
    }
    this.text = parts.join('');
  }
  find(code: string): CodeRow | undefined { return this.byCode.get(code) ?? this.byCode.get(code.toUpperCase()); }

  /** Best first: the code itself, its beginning, initials, a name's beginning, pinyin, anywhere in a name. */
  search(text: string, limit = kShown): CodeRow[] {
    const query = text.normalize('NFKC').trim().toLowerCase();
    if (!query) return this.rows.slice(0, limit);
    const solid = query.replaceAll(' ', '');
    const ranks: CodeRow[][] = [[], [], [], [], [], []];
    const itself = this.keys.find((key) => key.code === query);
    if (itself) ranks[0]!.push(itself.row);
    const isFirst = (key: Key) => key.code.startsWith(query) || key.initials === solid || key.zh === query;
    for (const key of this.keys) {
      if (key !== itself && key.initials.startsWith(solid)) ranks[isFirst(key) ? 1 : 2]!.push(key.row);
    }
    let worst = ranks[1]!.length >= limit ? 0 : ranks[2]!.length >= limit ? 1 : 5;   // what comes behind it is not reached any more
    for (let at = this.next(query, solid, 0), index = 0; worst > 0 && at >= 0 && index < this.keys.length; at = this.next(query, solid, this.ends[index++]!)) {
      while (this.ends[index]! <= at) ++index;
      const key = this.keys[index]!;
      const rank = key === itself || key.initials.startsWith(solid) ? 6
        : isFirst(key) ? 1
        : worst < 2 ? 6 : key.zh.startsWith(query) || key.en.startsWith(query) ? 2
        : worst < 3 ? 6 : key.pinyin.startsWith(solid) ? 3
        : worst < 4 ? 6 : key.zh.includes(query) || key.en.includes(query) ? 4
        : solid.length > 1 && key.pinyin.includes(solid) ? 5 : 6;
      if (rank > worst) continue;
      const found = ranks[rank]!;
      found.push(key.row);
      if (found.length >= limit) worst = rank - 1;
    }
    return ranks.flat().slice(0, limit);
  }
  /** Where one of two words comes next in the text of all rows. */
  private next(word: string, other: string, from: number): number {
    const one = this.text.indexOf(word, from);
    if (other === word) return one;
    const two = this.text.indexOf(other, from);
    return one < 0 ? two : two < 0 ? one : Math.min(one, two);
  }
}

type Loaded = { kind: 'local'; index: CodeIndex } | { kind: 'remote'; index: CodeIndex } | null;
const lists = new Map<string, Loaded>();
const loading = new Map<string, Promise<void>>();
const listeners = new Set<() => void>();
const tell = () => { for (const listener of listeners) listener(); };
const listen = (listener: () => void) => { listeners.add(listener); return () => listeners.delete(listener); };

let sizes: Promise<Map<string, number>> | null = null;
function readSizes(): Promise<Map<string, number>> {
  sizes ??= call<{ sizes?: Record<string, number> | { name: string; rows: number }[] }>('/v1/codes').then((answer) => {
    if (Array.isArray(answer.sizes)) return new Map(answer.sizes.map((list) => [list.name, list.rows]));
    return new Map(Object.entries(answer.sizes ?? {}));
  }).catch(() => { sizes = null; return new Map<string, number>(); });
  return sizes;
}

/** Reads a list unless it is here; resolves when it is, or cannot be had now. A failure is tried again at the next need. */
export function needCodes(list: string): Promise<void> {
  if (!list || lists.get(list)) return Promise.resolve();
  let going = loading.get(list);
  if (!going) {
    going = readList(list).catch(() => undefined).finally(() => loading.delete(list));   // unreachable: the field stays a plain field
    loading.set(list, going);
  }
  return going;
}
async function readList(list: string) {
  const size = (await readSizes()).get(list);
  if (size === undefined ? kLargeByNature.has(list) : size > kLocalMax) {
    lists.set(list, { kind: 'remote', index: new CodeIndex([]) });
  } else {
    const answer = await call<{ rows: CodeRow[] }>(`/v1/codes/${list}`);
    lists.set(list, { kind: 'local', index: new CodeIndex(answer.rows) });
  }
  tell();
}

export function useCodes(list: string, wanted: boolean): Loaded {
  useEffect(() => { if (wanted) void needCodes(list); }, [list, wanted]);
  return useSyncExternalStore(listen, () => lists.get(list) ?? null);
}
export const codesOf = (list: string) => lists.get(list)?.index;

/** Asks the platform; what it answers is remembered, so that a name can be shown beside a code. */
export async function askCodes(list: string, text: string, signal: AbortSignal): Promise<CodeRow[]> {
  const answer = await call<{ rows: CodeRow[] }>(`/v1/codes/${list}?q=${encodeURIComponent(text)}&limit=${kShown}`, { signal });
  const known = lists.get(list);
  if (known?.kind === 'remote') {
    const fresh = answer.rows.filter((row) => !known.index.byCode.has(row.code));
    if (fresh.length) {
      for (const row of fresh) known.index.byCode.set(row.code, row);
      lists.set(list, { kind: 'remote', index: known.index });
      tell();
    }
  }
  return answer.rows;
}

// ---- used lately; not kept where many people use one machine
let keepsRecent = true;
export const setKeepsRecent = (keeps: boolean) => { keepsRecent = keeps; };
const recentKey = (list: string) => `datong-recent:${list}`;
export function recentCodes(list: string): CodeRow[] {
  if (!keepsRecent) return [];
  try { return JSON.parse(localStorage.getItem(recentKey(list)) ?? '[]') as CodeRow[]; } catch { return []; }
}
export function rememberCode(list: string, row: CodeRow) {
  if (!keepsRecent) return;
  const rows = [row, ...recentCodes(list).filter((other) => other.code !== row.code)].slice(0, kRecentMax);
  try { localStorage.setItem(recentKey(list), JSON.stringify(rows)); } catch { /* full: not worth a word */ }
}
export const forgetRecent = (list: string) => localStorage.removeItem(recentKey(list));
