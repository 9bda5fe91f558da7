// Where drafts begin, and where the newest state of one is: on this computer, at the platform, or both.
import { ApiError, call, send } from '../api/client';
import type { FormName, Who } from '../api/types';
import type { JsonObject } from './form_store';
import { kLayouts } from './layout';
import { type Counter, isAhead, type KeptDraft, type Vault, vaultFor } from './vault';

/** How long this computer keeps what the platform has too. */
const kKeptMs = 7 * 86_400_000;

export interface Editor { name: string; since: string }
export interface ServerDraft { id: string; form: FormName; kind: string; title: string; updated_at: string; updated_by: string; version: number; editor: Editor | null; document: JsonObject; saved_by_holder: boolean; copied_from?: string }

export const ownerOf = (who: Who) => `${who.sign_in}@${who.unit || who.office}`;
export const personOf = (kept: KeptDraft) => kept.owner.slice(0, kept.owner.lastIndexOf('@'));

export interface NewDraft { form: FormName; document: JsonObject; copied_from?: string; source?: JsonObject; correct?: { case: string; version: number }; counter?: Counter }

/** Prepares a draft on this computer and answers the key to open it by. The platform hears of it with the first change. */
export async function beginDraft(who: Who, draft: NewDraft): Promise<string> {
  const key = `l-${crypto.randomUUID()}`;
  const vault = vaultFor(who.channel);
  await vault.put({ ...draft, key, owner: ownerOf(who), title: '', made_at: Date.now(), changed_at: 0, saved_at: 0 });
  void sweep(vault, ownerOf(who)).catch(() => undefined);   // room for the next ones; the platform has what is taken away
  return key;
}

async function sweep(vault: Vault, owner: string) {
  for (const kept of await vault.all()) {
    if (kept.lodged) { if (kept.owner === owner) await forgetLodged(vault, kept).catch(() => undefined); }
    else if (!isAhead(kept) && !kept.lodging && Date.now() - Math.max(kept.made_at, kept.changed_at) > kKeptMs) await vault.remove(kept.key);
  }
}

/** The draft of a case: deleted at the platform, then here. Errors: ApiError when the platform still has it. */
export async function forgetLodged(vault: Vault, kept: KeptDraft) {
  if (kept.server_id) await deleteThere(kept.server_id, personOf(kept));
  await vault.remove(kept.key);
}
export const deleteThere = (id: string, person: string) =>
  send(`/v1/drafts/${id}`, { method: 'DELETE', body: {}, as: person }).catch((error: unknown) => { if (!(error instanceof ApiError && error.status === 404)) throw error; });

/** Drafts of this person with something the platform does not have. */
export async function unsentDrafts(who: Who): Promise<KeptDraft[]> {
  const own = (await vaultFor(who.channel).all()).filter((kept) => kept.owner === ownerOf(who) && isAhead(kept) && !kept.lodged);
  const copies = new Set(own.filter((kept) => kept.server_id).map(apartKey));
  return own.filter((kept) => !copies.has(kept.key));
}
export const forgetUnsent = (who: Who, key: string) => vaultFor(who.channel).remove(key);

export const apartKey = (kept: KeptDraft) => `l-${kept.key.replace(/^l-/, '').slice(0, 36)}-${kept.changed_at}`;
/** A draft of its own with what was typed here and is not at the platform. One change makes one, however often it is asked for. */
export const apartFrom = (kept: KeptDraft): KeptDraft => ({ ...kept, key: apartKey(kept), server_id: undefined, version: undefined, holder: undefined, lodging: undefined, saved_at: 0 });

export type Notice = 'local_newer' | 'server_newer' | null;
export interface Newest { kept: KeptDraft; notice: Notice; apart: string; isUnreachable: boolean }

/** The draft of that key (or id), from wherever its newest state is; null when there is none (any more). What only this computer has is replaced by nothing. */
export async function newestOf(key: string, who: Who): Promise<Newest | null> {
  const vault = vaultFor(who.channel), owner = ownerOf(who);
  let kept = await keptBy(vault, key, owner);
  if (kept?.lodged) { await forgetLodged(vault, kept); return null; }
  const id = kept ? kept.server_id : key.startsWith('l-') ? undefined : key;
  let told: ServerDraft | null = null;
  let isUnreachable = false;
  if (id && !kept?.lodging) {   // what was sent and not answered stays as it was sent
    try {
      told = await call<ServerDraft>(`/v1/drafts/${id}${kept?.holder ? `?holder=${kept.holder}` : ''}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      isUnreachable = error.status === 0 || error.status >= 500;
      if (error.status === 404 && kept && isAhead(kept)) kept = { ...kept, server_id: undefined, version: undefined };   // deleted elsewhere: what is typed here is worth a new one
      else if (error.status === 404) { if (kept) await vault.remove(kept.key); return null; }
      else if (!kept || !isUnreachable) throw error;
    }
  }
  if (kept && !told) return { kept, notice: null, apart: '', isUnreachable };
  if (!told) return null;
  const ahead = !!kept && isAhead(kept);
  if (kept && ahead && (kept.version === told.version || told.saved_by_holder)) {
    await vault.remove(apartKey(kept));
    return { kept: { ...kept, version: told.version }, notice: 'local_newer', apart: '', isUnreachable };
  }
  const apart = kept && ahead ? apartFrom(kept) : null;
  if (apart) await vault.put(apart);
  const newest = { ...kept, ...textOf(told, kept), key: kept?.key ?? key, owner, form: told.form, made_at: kept?.made_at ?? Date.parse(told.updated_at), server_id: id, copied_from: told.copied_from || kept?.copied_from };
  if (apart) await vault.put(newest);   // so that it is not kept apart once more
  return { kept: newest, notice: apart ? 'server_newer' : null, apart: apart?.key ?? '', isUnreachable };
}

/** What the platform has, as what this computer keeps: level with it. */
export function textOf(told: ServerDraft, kept: KeptDraft | undefined) {
  const at = Math.max(Date.parse(told.updated_at), kept?.changed_at ?? 0);
  return { title: told.title, document: told.document, version: told.version, changed_at: at, saved_at: at };
}

/** A draft begun here is kept under its first key, also when the list of drafts opens it by the platform's id. */
async function keptBy(vault: Vault, key: string, owner: string): Promise<KeptDraft | undefined> {
  const own = (await vault.all()).filter((kept) => kept.owner === owner && (kept.key === key || kept.server_id === key));
  return own.sort((a, b) => Number(isAhead(b)) - Number(isAhead(a)) || b.changed_at - a.changed_at)[0];
}

/** A draft opened on another computer: what it was copied from, and whether it corrects that case (then it carries its reference). */
export async function recallSource(draft: KeptDraft) {
  const path = draft.form === 'declaration' ? '/v1/declarations' : '/v1/applications';
  const found = await call<{ version?: number; reference?: string }>(`${path}/${draft.copied_from}`);
  const version = found.version ?? 1;
  draft.source ??= await call<JsonObject>(`${path}/${draft.copied_from}/versions/${version}`, { headers: { Accept: 'application/json' } });
  const reference = kLayouts[draft.form].reference;
  if (draft.source[reference] === draft.document[reference]) draft.correct ??= { case: draft.copied_from!, version: version + 1 };
}
