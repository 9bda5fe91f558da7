// What is kept of a draft on this computer: IndexedDB, or the tab's session storage at a hall terminal, where nothing may outlive the person.
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import type { FormName } from '../api/types';
import type { JsonObject } from './form_store';

/** What an officer says of a case he enters or takes on paper at the counter. */
export interface Counter { reason: string; on_paper: boolean; presenter: string }
export const kPresenterMax = 60;   // of name and document; the platform takes no more

export interface KeptDraft {
  key: string;                 ///< the platform's id, or l-… until it has one
  owner: string;
  form: FormName;
  title: string;
  document: JsonObject;
  made_at: number;
  changed_at: number;
  saved_at: number;            ///< of the last change the platform has; 0 = none
  server_id?: string | undefined;
  holder?: string | undefined;             ///< by which this computer holds it at the platform
  copied_from?: string | undefined;
  source?: JsonObject | undefined;         ///< what it was copied from, to mark what differs
  correct?: { case: string; version: number } | undefined;
  counter?: Counter | undefined;
  lodging?: { body: string; headers: Record<string, string> } | undefined;  ///< sent, not answered: must be sent again byte by byte
}

export interface Vault {
  get(key: string): Promise<KeptDraft | undefined>;
  put(draft: KeptDraft): Promise<void>;
  remove(key: string): Promise<void>;
  all(): Promise<KeptDraft[]>;
}

let database: UseStore | null = null;
const store = () => (database ??= createStore('datong', 'drafts'));

const indexed: Vault = {
  get: (key) => get<KeptDraft>(key, store()),
  put: (draft) => set(draft.key, draft, store()),
  remove: (key) => del(key, store()),
  all: async () => (await entries<string, KeptDraft>(store())).map(([, draft]) => draft),
};

const kPrefix = 'datong-draft:';
const ofTab: Vault = {
  get: async (key) => { const text = sessionStorage.getItem(kPrefix + key); return text ? JSON.parse(text) as KeptDraft : undefined; },
  put: async (draft) => sessionStorage.setItem(kPrefix + draft.key, JSON.stringify(draft)),
  remove: async (key) => sessionStorage.removeItem(kPrefix + key),
  all: async () => Object.keys(sessionStorage).filter((key) => key.startsWith(kPrefix)).map((key) => JSON.parse(sessionStorage.getItem(key)!) as KeptDraft),
};

export const vaultFor = (channel: string): Vault => (channel === 'hall_terminal' ? ofTab : indexed);
