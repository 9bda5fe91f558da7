// The rules of the forms in the page: the server's own C++, compiled to WebAssembly (src/programs/wasm). `describe` says what a
// form's fields are, `review` what is wrong with a document, with the very findings the server's `:check` gives for form rules.
// Each form has a module of its own. Both run at once in the page; only loading waits. Not here: office rules (registrations, permits, history): ask `:check`.

export type Form = 'declaration' | 'origin';
export type FieldType = 'text' | 'digits' | 'code' | 'code_list' | 'decimal' | 'integer' | 'date' | 'dates' | 'flags';
/** Mandatory, conditional, recommended (a warning when empty), optional, not used, given by the office. */
export type Need = 'M' | 'C' | 'R' | 'O' | 'N' | 'X';

export interface Field {
  name: string;
  type: FieldType;
  longest: number; // code points; over it is a refusal
  shorter: number; // over it is a warning; 0 = none
  need: Need;
  list: string; // code list of GET /v1/codes/{list}; '' = free
  box?: string; // number of the box on this kind of certificate
  label_zh: string;
  label_en: string;
  source: string;
}
export interface Group {
  name: string; // the member that holds its rows; the first group is the form itself
  parent?: string;
  count_max: number;
  label_zh: string;
  label_en: string;
  fields: Field[];
}
export interface FormDescription {
  form: Form;
  variant: string;
  groups: Group[]; // parents before children, in the order of the form
}

export interface Finding {
  path: string; // JSON pointer: /goods/0/commodity_code
  rule: string;
  severity: 'refusal' | 'warning';
  values: string[];
  zh: string;
  en: string;
}
export interface Review {
  findings: Finding[]; // in form order
  /** Commodity codes whose tariff rows are not here yet: what depends on them is not said. Hand them to `fetchTariff`. */
  missing: string[];
}

export type Value = string | number | boolean | null | undefined | Value[] | { [member: string]: Value };
export type FetchBytes = (path: string) => Promise<BufferSource>;

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  allocate(bytes: number): number;
  release(place: number): void;
  answer_at(): number;
  answer_size(): number;
  load_rows(text: number, size: number): number;
  load_tariff(text: number, size: number): number;
  describe(text: number, size: number): number;
  review(text: number, size: number): number;
}
type Call = 'load_rows' | 'load_tariff' | 'describe' | 'review';

export const ROWS_PATH = '/v1/rules-data';
const CODES_PER_REQUEST = 50; // the server's limit

/** Fetches the module and the rows its rules read. `fetchBytes` answers with the body, or rejects. */
export async function loadRules(fetchBytes: FetchBytes, modulePath: string): Promise<Rules> {
  const [program, rows] = await Promise.all([fetchBytes(modulePath), fetchBytes(ROWS_PATH)]);
  return new Rules(await WebAssembly.compile(program), decoder.decode(rows), fetchBytes);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Rules {
  private exports!: Exports;
  private readonly tariff: string[] = []; // what load_tariff was given
  private readonly known = new Set<string>();
  private readonly descriptions = new Map<string, FormDescription>();

  constructor(
    private readonly program: WebAssembly.Module,
    private readonly rows: string,
    private readonly fetchBytes: FetchBytes,
  ) {
    this.start();
  }

  /** `variant`: direction I or O of a declaration, kind of a certificate of origin; '' while it is not chosen. */
  describe(form: Form, variant: string, legalDay: string): FormDescription {
    const key = [form, variant, legalDay].join('\0') + '\0';
    let found = this.descriptions.get(key);
    if (!found) {
      found = JSON.parse(this.call('describe', key)) as FormDescription;
      this.descriptions.set(key, found);
    }
    return found;
  }

  /** `document`: exactly the JSON that would be lodged. Throws when the server could not read it either (a NUL in a text). */
  review(form: Form, document: Value, legalDay: string): Review {
    return JSON.parse(this.call('review', form + '\0' + legalDay + '\0' + events(document))) as Review;
  }

  /** Fetches what `review` named as missing; review again afterwards. True when anything is new. */
  async fetchTariff(missing: string[]): Promise<boolean> {
    const codes = missing.filter((code) => !this.known.has(code));
    for (let at = 0; at < codes.length; at += CODES_PER_REQUEST) {
      const some = codes.slice(at, at + CODES_PER_REQUEST).join(',');
      const rows = decoder.decode(await this.fetchBytes(`${ROWS_PATH}?tariff=${some}`));
      this.call('load_tariff', some + '\0' + rows);
      this.tariff.push(some + '\0' + rows);
      for (const code of some.split(',')) this.known.add(code);
    }
    return codes.length > 0;
  }

  /** A new instance with everything loaded so far. */
  private start(): void {
    this.exports = new WebAssembly.Instance(this.program, {}).exports as unknown as Exports;
    this.exports._initialize();
    this.run('load_rows', this.rows);
    for (const rows of this.tariff) this.run('load_tariff', rows);
  }

  private call(name: Call, text: string): string {
    try {
      return this.run(name, text);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) this.start(); // a broken invariant: its memory is not to be trusted
      throw error;
    }
  }

  private run(name: Call, text: string): string {
    const { memory, allocate, release, answer_at, answer_size } = this.exports;
    const room = text.length * 3; // UTF-8 of one UTF-16 unit at most
    const place = allocate(Math.max(room, 1));
    if (place === 0) throw new Error('rules: no memory');
    const { written } = encoder.encodeInto(text, new Uint8Array(memory.buffer, place, room));
    const good = this.exports[name](place, written);
    release(place);
    if (good && name.startsWith('load')) return '';
    const answer = decoder.decode(new Uint8Array(memory.buffer, answer_at(), answer_size()));
    if (!good) throw new Error(`rules: ${(JSON.parse(answer) as { error: string }).error}`);
    return answer;
  }
}

/** The document as the module reads it: what JSON.stringify would write, one event after the other. */
function events(value: Value): string {
  let out = '';
  const put = (v: Value): void => {
    if (typeof v === 'string') out += 's' + plain(v) + '\0';
    else if (typeof v === 'number' && Number.isFinite(v)) out += 'n' + JSON.stringify(v) + '\0';
    else if (typeof v !== 'object' || v === null) out += 'x';
    else if (Array.isArray(v)) {
      out += '[';
      for (const entry of v) put(entry);
      out += '}';
    } else {
      out += '{';
      for (const name in v) {
        const member = v[name];
        if (member === undefined) continue;
        out += 'k' + plain(name) + '\0';
        put(member);
      }
      out += '}';
    }
  };
  put(value);
  return out;
}

function plain(text: string): string {
  if (text.includes('\0')) throw new Error('rules: NUL inside text');
  return text;
}
