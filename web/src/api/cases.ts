// One case as its people see it, for both kinds: paths, shapes, and the queries that several pages share.
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { ApiError, call } from './client';
import type { Finding, FormName, Role } from './types';

export const pathOf = (kind: FormName) => (kind === 'declaration' ? '/v1/declarations' : '/v1/applications');
/** Where the page of a case is. */
export const pageOf = (kind: FormName, id: string) => `/app/${kind === 'declaration' ? 'declarations' : 'applications'}/${id}`;

export interface Parameter { name: string; required: boolean; list?: string }
/** A text a drafter may or must state for a certificate: a further parameter. */
export interface Content { certificate_code: string; name: string; required: boolean; longest: number; preset: string; zh: string; en: string }
export interface Choice { value: string; zh: string; en: string }
export interface Action { act: string; role: Role; zh: string; en: string; parameters: Parameter[]; contents?: Content[] }
export interface RefusedAction { act: string; role: Role; zh: string; en: string; because: Finding[] }
export interface Certificate { number: string; code: string; stage: 'drafted' | 'signed' | 'cancelled'; drafted_by: string; signed_by: string }
export interface Waiting { role: Role; zh: string; en: string; since?: string; due_at?: string }
export interface SentFile { sha256: string; name?: string; kind?: string; [more: string]: unknown }

/** GET /v1/declarations/{case} or /v1/applications/{case}: members of both kinds, those of one kind absent in the other. */
export interface CaseView {
  case: string; reference: string; unit: number; unit_name?: string; stage: string; channel: string; version: number; effective_version: number; title: string; lines: number;
  lodged_at: string; since: string; due_at?: string; waiting_for?: Waiting | null; claimed_by?: string; claimed_name?: string; claimed_since?: string;
  allowed_actions: Action[]; refused_actions: RefusedAction[]; findings?: Finding[];
  // declarations
  direction?: 'I' | 'O'; declaration_kind?: string; declaration_number?: string; papers?: string; fee?: string; fee_fen?: number; change?: string; clearance?: string;
  laboratory?: string; sample_number?: string; test_items?: string; report_number?: string;
  clearance_number?: string; papers_mode?: string; accepting_office?: string; inspecting_office?: string; accepted_by?: string; assigned_to?: string;
  certificates?: Certificate[]; required_certificates?: string[];
  // applications
  kind?: string; application_class?: string; certificate_number?: string; office?: string; is_retrospective?: boolean; approved_by?: string; supersedes?: string;
  superseded_by?: string; prints?: number; review_due_on?: string; issued_on?: string; valid_until_on?: string; pages?: number; paper_sha256?: string; files?: SentFile[];
}

export interface WorkingLine { rule: string; goods_line: number; what: string; item?: string; inputs: string[]; result_cny: string; zh: string; en: string }
export interface Working { total_fen: number; lines: WorkingLine[] }
export type Meanings = Record<string, { zh: string; en: string }>;
export interface Told { serial: number; kind: string; zh: string; en: string; values?: Record<string, string>; meanings?: Meanings; findings?: Finding[]; working?: Working }
export interface TimelineLine {
  at: string; by: string; by_name?: string; role: Role; act: string; zh: string; en: string; stage: string; values?: Record<string, string>; meanings?: Meanings;
  receipts: Told[];
  next?: { role: Role; zh: string; en: string };
}
export interface Timeline {
  lines: TimelineLine[];
  clock: { enterprise_ms: number; machine_ms: number; officer_ms: number };
  waiting_for: Waiting | null;
}
/** What the people of a case are called, by their sign-in names: as the timeline tells it. */
export function peopleOf(timeline: Timeline | undefined): (signIn: string | undefined) => string | undefined {
  const names = new Map<string, string>();
  for (const line of timeline?.lines ?? []) {
    if (line.by_name) names.set(line.by, line.by_name);
    const inspector = line.values?.['inspector'];
    if (inspector && line.meanings?.['inspector']) names.set(inspector, line.meanings['inspector'].zh);
  }
  return (signIn) => (signIn ? names.get(signIn) ?? signIn : signIn);
}
export type NameOf = ReturnType<typeof peopleOf>;
export interface Step {
  sequence: number; event: string; track: string; from: string; to: string; actor: string; role: Role; rule: string; at: string; data: Record<string, string>;
  findings?: { path: string; rule: string }[]; working?: Working;
}
export interface Difference { path: string; before: string; after: string }
/** A form as JSON: texts, numbers, and groups of the same. */
export type FormValue = string | number | boolean | FormRecord[];
export interface FormRecord { [name: string]: FormValue | undefined }

/** There is no such case for this person, or not any more: what was read before is not to be shown. */
export const isNotMine = (error: unknown) => error instanceof ApiError && [403, 404].includes(error.status);

export const caseKey = (kind: FormName, id: string) => ['case', kind, id] as const;

export const useCase = (kind: FormName, id: string) =>
  useQuery({ queryKey: caseKey(kind, id), queryFn: ({ signal }) => call<CaseView>(`${pathOf(kind)}/${id}`, { signal }) });

export const useTimeline = (kind: FormName, id: string) =>
  useQuery({ queryKey: [...caseKey(kind, id), 'timeline'], queryFn: ({ signal }) => call<Timeline>(`${pathOf(kind)}/${id}/timeline`, { signal }) });

export const useSteps = (kind: FormName, id: string, enabled = true) =>
  useQuery({
    queryKey: [...caseKey(kind, id), 'steps'], enabled,
    queryFn: async ({ signal }) => (await call<{ steps: { step: Step }[] }>(`${pathOf(kind)}/${id}/steps`, { signal })).steps.map((row) => row.step),
  });

/** A version of the form never changes, so it is kept. */
export const useDocument = (kind: FormName, id: string, version: number) =>
  useQuery({
    queryKey: ['document', kind, id, version], staleTime: Infinity, enabled: version > 0,
    queryFn: ({ signal }) => call<FormRecord>(`${pathOf(kind)}/${id}/versions/${version}`, { signal, headers: { Accept: 'application/json' } }),
  });

export const useDifferences = (kind: FormName, id: string, query: string, enabled = true) =>
  useQuery({
    queryKey: ['differences', kind, id, query], staleTime: Infinity, enabled,
    queryFn: async ({ signal }) => (await call<{ differences: Difference[] }>(`${pathOf(kind)}/${id}/differences?${query}`, { signal })).differences,
  });

/** Reads again whatever of a case is shown, and the lists it stands in. */
export async function refreshCase(client: QueryClient, kind: FormName, id: string) {
  void client.invalidateQueries({ queryKey: ['work'] });
  void client.invalidateQueries({ queryKey: ['cases'] });
  await client.invalidateQueries({ queryKey: caseKey(kind, id) });
}

export interface CodeRow { code: string; name_zh: string; name_en: string; pinyin?: string; initials?: string; customs_code?: string; parent?: string }
/** One code list of today; lists change by edition only. */
export const useCodes = (list: string | undefined) =>
  useQuery({
    queryKey: ['codes', list], staleTime: Infinity, enabled: !!list,
    queryFn: async ({ signal }) => (await call<{ rows: CodeRow[] }>(`/v1/codes/${list}`, { signal })).rows,
  });
