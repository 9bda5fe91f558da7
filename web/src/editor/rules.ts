// The rules in the page: what a form consists of, and what is wrong with a document. Loaded once.
import type { Finding, FormName } from '../api/types';
import told from './fields_until_rules.json';
import { buildSpec, type FormSpec, type Need, type ToldGroup } from './form_spec';
import type { JsonObject } from './form_store';

export interface Rules {
  describe(form: FormName, direction: string, day: string): FormSpec;
  review(form: FormName, document: JsonObject, day: string): Finding[];
}

interface Raw { group: string; name: string; parent: string | null; count_max: number; label_zh: string; label_en: string; fields: { name: string; o: string; i: string }[] }
export function getRules(): Promise<Rules> {
  const raw = told as unknown as Raw[];
  return Promise.resolve({
    describe: (form, direction) => {
      const names = new Map(raw.map((group) => [group.group, group.name]));
      const rootOf = (group: Raw): string => (group.parent ? rootOf(raw.find((other) => other.group === group.parent)!) : group.group);
      const groups = raw.filter((group) => rootOf(group) === (form === 'declaration' ? 'header' : 'origin')).map((group) => ({
        ...group, parent: group.parent ? names.get(group.parent)! : null,
        fields: group.fields.map((field) => ({ ...field, need: (direction === 'I' ? field.i : field.o) as Need })),
      })) as unknown as ToldGroup[];
      return buildSpec(form, direction, groups);
    },
    review: () => [],
  });
}
