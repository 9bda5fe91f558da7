// What a form consists of, as the rules describe it: groups, their fields, and how much each is needed. The editor knows no field by heart;
// layout.ts only says where a field stands.
import type { FormName } from '../api/types';

export type FieldType = 'text' | 'digits' | 'code' | 'code_list' | 'decimal' | 'integer' | 'date' | 'dates' | 'flags';
/** Mandatory, conditional, recommended (a warning when empty), optional, not used, given by the office. */
export type Need = 'M' | 'C' | 'R' | 'O' | 'N' | 'X';

export interface FieldSpec {
  name: string;
  type: FieldType;
  longest: number;
  shorter: number;
  need: Need;
  list: string;
  label_zh: string;
  label_en: string;
}

export interface GroupSpec {
  name: string;
  parent: string | null;
  count_max: number;
  label_zh: string;
  label_en: string;
  fields: readonly FieldSpec[];
  field: ReadonlyMap<string, FieldSpec>;
  children: readonly GroupSpec[];
}

/** `variant`: direction of a declaration, kind of a certificate of origin; '' while it is not chosen. */
export interface FormSpec { form: FormName; variant: string; root: GroupSpec }

/** A group as it is told: flat, parents before children, the root first. */
export interface ToldGroup { name: string; parent: string | null; count_max: number; label_zh: string; label_en: string; fields: FieldSpec[] }

export function buildSpec(form: FormName, variant: string, told: readonly ToldGroup[]): FormSpec {
  const built = new Map<string, GroupSpec & { children: GroupSpec[] }>();
  let root: GroupSpec | null = null;
  for (const group of told) {
    const spec = { ...group, field: new Map(group.fields.map((field) => [field.name, field])), children: [] as GroupSpec[] };
    built.set(group.name, spec);
    if (group.parent === null) root ??= spec;
    else built.get(group.parent)?.children.push(spec);
  }
  if (!root) throw new Error('a form without a root');
  return { form, variant, root };
}

/** Whether a person ever fills it in here. */
export const isForPeople = (field: FieldSpec) => field.need !== 'N' && field.need !== 'X';

const kLongText = 300;
/** Where a line may be broken (Shift+Enter). */
export const isLong = (field: FieldSpec) => field.type === 'text' && field.longest >= kLongText;

/** A value as it is kept, from what a person typed: dates from digits, numbers without grouping. What cannot be read stays as it is. */
export function tidy(field: FieldSpec, text: string, today: string): string {
  const plain = text.normalize('NFKC').trim();
  switch (field.type) {
    case 'date': return tidyDate(plain, today);
    case 'dates': return plain.split(/[;,,;、\s]+/).filter(Boolean).map((day) => tidyDate(day, today).replaceAll('-', '')).join(';');
    case 'decimal': case 'integer': return plain.replace(/[,\s](?=\d)/g, '');
    case 'digits': case 'flags': return plain.replace(/\s/g, '');
    case 'code': case 'code_list': return plain;
    case 'text': return text.trim();
  }
}

function tidyDate(text: string, today: string): string {
  const digits = /^\d+$/.test(text) ? text : '';
  if (digits.length === 8) return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  if (digits.length === 6) return `20${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`;
  if (digits.length === 4) return `${today.slice(0, 4)}-${digits.slice(0, 2)}-${digits.slice(2)}`;
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  return parts ? `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}` : text;
}

const dayInChina = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
/** The legal day: the date in China. */
export const legalDay = () => dayInChina.format(new Date());
