// Labels of the fields of a form in the order of the form, read from the message schema the platform serves; one reading per form and visit.
import { useQuery } from '@tanstack/react-query';
import { call } from './client';
import type { FormName } from './types';

export interface FieldLabel { name: string; zh: string; en: string; list?: string; flag?: boolean; group?: GroupLabel }
export interface GroupLabel { zh: string; en: string; fields: FieldLabel[]; byName: Map<string, FieldLabel> }

interface Schema { description?: string; properties?: Record<string, Schema>; items?: Schema; $ref?: string; $defs?: Record<string, Schema>; 'x-list'?: string; pattern?: string; maxLength?: number }

/** "报检号 / Declaration number": the schema's descriptions carry both languages. */
function bothLanguages(text: string | undefined, otherwise: string): { zh: string; en: string } {
  const cut = text?.indexOf(' / ') ?? -1;
  return text && cut > 0 ? { zh: text.slice(0, cut), en: text.slice(cut + 3).replace(/;.*$/, '') } : { zh: text || otherwise, en: text || otherwise };
}

function groupOf(schema: Schema, root: Schema, name: string): GroupLabel {
  const fields = Object.entries(schema.properties ?? {}).filter(([, inner]) => inner.description).map(([field, inner]): FieldLabel => {
    const label = bothLanguages(inner.description, field);
    return {
      name: field, ...label,
      ...(inner['x-list'] ? { list: inner['x-list'] } : {}),
      ...(inner.maxLength === 1 && inner.pattern === '^[01]*$' ? { flag: true } : {}),
      ...(inner.items?.$ref ? { group: groupOf(root.$defs?.[inner.items.$ref.slice('#/$defs/'.length)] ?? {}, root, field) } : {}),
    };
  });
  return { ...bothLanguages(schema.description, name), fields, byName: new Map(fields.map((field) => [field.name, field])) };
}

export const useFormLabels = (form: FormName) =>
  useQuery({
    queryKey: ['form-labels', form], staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const schema = await call<Schema>(`/v1/schemas/${form === 'declaration' ? 'declaration' : 'origin_application'}.json`, { signal });
      return groupOf(schema, schema, form);
    },
  });

/** "/goods/0/value" as people read it: 货物 1 · 货值. */
export function namePath(labels: GroupLabel | undefined, path: string, pick: (zh: string, en: string) => string): string {
  const parts: string[] = [];
  let group = labels;
  let field: FieldLabel | undefined;
  for (const part of path.split('/').slice(1)) {
    if (/^\d+$/.test(part)) {
      parts.push(`${parts.pop() ?? ''} ${Number(part) + 1}`);
      continue;
    }
    field = group?.byName.get(part);
    parts.push(field ? pick(field.zh, field.en) : part);
    group = field?.group;
  }
  return parts.join(' · ');
}
