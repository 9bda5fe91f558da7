// What is kept of a draft on this computer: IndexedDB, or the tab's session storage at a hall terminal, where nothing may outlive the person.
// A browser that keeps nothing (private windows, a full disk) does not stop anybody: then it is kept as long as the page, and that is said.
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import type { FormName } from '../api/types';
import type { JsonObject } from './form_store';

/** What an officer says of a case he enters or takes on paper at the counter. */
export interface Counter { reason: string; on_paper: boolean; presenter: string }
export const kPresenterMax = 60;   // of name and document; the platform takes no more

export interface KeptDraft {
  key: string;                 ///< l-… for a draft begun on this computer, else the platform's id
  owner: string;
  form: FormName;
  title: string;
  document: JsonObject;
  made_at: number;
  changed_at: number;          ///< of the last change; only ever grows, whatever the clock does
  saved_at: number;            ///< changed_at of the last change the platform has; 0 = none
  server_id?: string | undefined;
  version?: number | undefined;            ///< at the platform, from which this text was made
  holder?: string | undefined;             ///< by which this computer holds it at the platform
  copied_from?: string | undefined;
  source?: JsonObject | undefined;         ///< what it was copied from, to mark what differs
  correct?: { case: string; version: number } | undefined;
  counter?: Counter | undefined;
  lodging?: { body: string; headers: Record<string, string> } | undefined;  ///< sent, not answered: must be sent again byte by byte
  lodged?: boolean | undefined;            ///< a case by now; only its draft is still to be deleted at the platform
}

/** Whether something was typed that the platform does not have. */
export const isAhead = (kept: KeptDraft) => kept.changed_at > kept.saved_at;

export interface Vault {
  get(key: string): Promise<KeptDraft | undefined>;
  /** False when this browser did not take it: then only this page has it. */
  put(draft: KeptDraft): Promise<boolean>;
  remove(key: string): Promise<void>;
  all(): Promise<KeptDraft[]>;
}

let database: UseStore | null = null;
const store = () => (database ??= createStore('datong', 'drafts'));

const indexed = {
  get: async (key: string) => get<KeptDraft>(key, store()),
  put: async (draft: KeptDraft) => set(draft.key, draft, store()),
  remove: async (key: string) => del(key, store()),
  all: async () => (await entries<string, KeptDraft>(store())).map(([, draft]) => draft),
};

const kPrefix = 'datong-draft:';
let isClosed = false;
/** At a hall terminal's wipe: what is still on its way writes nothing behind it. */
export const closeVault = () => { isClosed = true; };
const ofTab: typeof indexed = {
  get: async (key) => { const text = sessionStorage.getItem(kPrefix + key); return text ? JSON.parse(text) as KeptDraft : undefined; },
  put: async (draft) => isClosed ? undefined : sessionStorage.setItem(kPrefix + draft.key, JSON.stringify(draft)),
  remove: async (key) => sessionStorage.removeItem(kPrefix + key),
  all: async () => Object.keys(sessionStorage).filter((key) => key.startsWith(kPrefix)).map((key) => JSON.parse(sessionStorage.getItem(key)!) as KeptDraft),
};

/** `spare` has what the browser did not take. */
const withSpare = (base: typeof indexed, spare: Map<string, KeptDraft>): Vault => ({
  get: async (key) => spare.get(key) ?? base.get(key).catch(() => undefined),
  put: (draft) => base.put(draft).then(() => { spare.delete(draft.key); return true; }, () => { spare.set(draft.key, draft); return false; }),
  remove: async (key) => { spare.delete(key); await base.remove(key).catch(() => undefined); },
  all: async () => [...spare.values(), ...(await base.all().catch(() => [])).filter((kept) => !spare.has(kept.key))],
});

const unwritten = new Map<string, KeptDraft>();
const vaults = { browser: withSpare(indexed, unwritten), hall_terminal: withSpare(ofTab, new Map()) };
export const vaultFor = (channel: string): Vault => (channel === 'hall_terminal' ? vaults.hall_terminal : vaults.browser);

/** Leaving the page would lose what stands in it alone: the browser asks. Not at a hall terminal, which is wiped whoever stands there. */
window.addEventListener('beforeunload', (event) => {
  if ([...unwritten.values()].some((kept) => isAhead(kept) || kept.lodging)) event.preventDefault();
});
