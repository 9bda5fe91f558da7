// What a new form starts with: nothing that is known already is asked again.
import { call } from '../api/client';
import type { FormName, Who } from '../api/types';
import { legalDay } from './form_spec';
import type { JsonObject } from './form_store';
import { kLayouts } from './layout';
import type { MasterRow } from './master_use';
import type { ServerDraft } from './newest_draft';

/** A reference nobody else of the unit has: day, time, four random characters. It may be changed. */
export function newReference(form: FormName): string {
  const at = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' }).format(new Date()).replace(/\D/g, '');
  const random = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => '23456789ABCDEFGHJKMNPQRSTUVWXYZ'[byte % 31]).join('');
  return `${form === 'declaration' ? 'D' : 'C'}${at.slice(2)}${random}`;
}

/** What identifies one case and is made anew for every other. */
export function ownMarks(form: FormName): JsonObject {
  const layout = kLayouts[form];
  return { [layout.reference]: newReference(form), [layout.day]: legalDay(), ...(form === 'declaration' ? { message_uuid: crypto.randomUUID() } : {}) };
}

/** Fields of the unit and the person that were the same the last time; kept as a contact of the master data. */
export const kUsual: Record<FormName, string[]> = {
  declaration: ['declaration_kind', 'organisation_code', 'declarant_person_name', 'declarant_person_certificate', 'contact_name', 'contact_telephone', 'consignor_code', 'consignor_name_zh', 'consignor_name_foreign',
    'accepting_office', 'issuing_office', 'inspecting_office', 'destination_office', 'customs_office', 'customs_registration', 'inspection_registration', 'goods_place'],
  origin: ['exporter_code', 'entering_code', 'applicant_person_name', 'applicant_person_id', 'applicant_person_telephone', 'application_place', 'issuing_office', 'collecting_office', 'exporter', 'signatory', 'loading_port'],
};
const usualKey = (form: FormName, direction: string) => `usual-${form}-${direction || 'O'}`;

export async function rememberUsual(form: FormName, document: JsonObject) {
  const values = Object.fromEntries(kUsual[form].map((name) => [name, document[name]]).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''));
  const key = usualKey(form, String(document['direction'] ?? ''));
  await call(`/v1/master-data/contact/${key}`, { method: 'PUT', body: { title: key, values } });
}

/** At the counter the officer is not the declarant, and what the last enterprise filled in is nobody else's. */
export function counterDocument(form: FormName, direction: string, who: Who, unit: { number: string; name: string }): JsonObject {
  const known: JsonObject = form === 'declaration'
    ? { direction, declarant_registration: unit.number, declarant_name: unit.name, accepting_office: who.office }
    : { applicant_registration: unit.number, applicant_name_zh: unit.name, issuing_office: who.office };
  return { ...kLayouts[form].defaults, ...known, ...ownMarks(form) };
}

interface UnitFacts { enterprise: { registration: number; kind: 'self_declaring' | 'agent'; name_zh: string; name_en: string; organisation_code?: string; office: string } }

/** What the office has registered of the enterprise: its codes, its office, and itself as the party that declares its own goods. */
async function registered(form: FormName, direction: string): Promise<JsonObject> {
  const unit = await call<UnitFacts>('/v1/unit').then((answer) => answer.enterprise).catch(() => null);
  if (!unit) return {};
  const code = unit.organisation_code ?? '';
  if (form === 'origin') return { exporter_code: code, entering_code: code, issuing_office: unit.office, collecting_office: unit.office };
  const side = direction === 'I' ? 'consignee' : 'consignor';
  const own = unit.kind === 'self_declaring' ? { [`${side}_code`]: String(unit.registration), [`${side}_name_zh`]: unit.name_zh, [`${side}_name_foreign`]: unit.name_en.toUpperCase() } : {};
  return { organisation_code: code, accepting_office: unit.office, issuing_office: unit.office, ...own };
}

export async function newDocument(form: FormName, direction: string, who: Who): Promise<JsonObject> {
  if (!who.unit) return counterDocument(form, direction, who, { number: '', name: '' });
  const facts = registered(form, direction);
  const usual = await call<{ rows: MasterRow[] }>('/v1/master-data/contact').then((answer) => answer.rows.find((row) => row.key === usualKey(form, direction))?.values ?? {}).catch(() => ({}));
  const known: JsonObject = form === 'declaration'
    ? { direction, declarant_registration: String(who.unit), declarant_name: who.unit_name_zh, contact_name: who.name }
    : { applicant_registration: String(who.unit), applicant_name_zh: who.unit_name_zh, applicant_person_name: who.name };
  return { ...kLayouts[form].defaults, ...known, ...(await facts), ...usual, ...ownMarks(form) };
}

/** The last version of a case. */
export async function documentOf(form: FormName, id: string): Promise<{ document: JsonObject; version: number }> {
  const path = form === 'declaration' ? '/v1/declarations' : '/v1/applications';
  const { version = 1 } = await call<{ version?: number }>(`${path}/${id}`);
  const document = await call<JsonObject>(`${path}/${id}/versions/${version}`, { headers: { Accept: 'application/json' } });
  delete document['unknown_elements'];
  return { document, version };
}

/** What belongs to one shipment only and must not be taken over with a copy. */
const kGiven: Record<FormName, string[]> = { declaration: ['declaration_number', 'total_value_usd', 'total_value_cny', 'declaration_id'], origin: ['certificate_number'] };
export function copyOf(form: FormName, document: JsonObject): JsonObject {
  const copy = structuredClone(document);
  for (const name of kGiven[form]) delete copy[name];
  return { ...copy, ...ownMarks(form) };
}
export const templateDocument = async (id: string) => (await call<ServerDraft>(`/v1/drafts/${id}`)).document;
