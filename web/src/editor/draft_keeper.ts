// Keeps a draft safe while it is edited: on this computer at once, on the platform a second after the last key. Nothing here is blocked by
// errors in the form. It also holds the draft for this tab, so that a second person sees who is editing, and it sends a lodging whose answer
// was lost again, byte by byte. It lives outside React: a page that comes back after signing in finds everything as it was.
import { ApiError, call, send } from '../api/client';
import type { FormName, Who } from '../api/types';
import { legalDay } from './form_spec';
import { FormStore, type JsonObject } from './form_store';
import { kLayouts } from './layout';
import { getRules, type Rules } from './rules';
import { type Counter, type KeptDraft, type Vault, vaultFor } from './vault';

const kHereAfterMs = 250;
const kThereAfterMs = 1000;
const kRenewMs = 25_000;
/** How long this computer keeps what the platform has too. */
const kKeptMs = 7 * 86_400_000;
const kRetryMs = [1000, 3000, 8000];
const kTryAgainMs = [2000, 5000, 15_000, 30_000];

export interface Editor { name: string; since: string }
export interface ServerDraft { id: string; form: FormName; kind: string; title: string; updated_at: string; updated_by: string; version: number; editor: Editor | null; document: JsonObject; copied_from?: string }
export interface Lodged { case: string; kind: string }
export type SavedState = 'new' | 'unsaved' | 'saving' | 'saved' | 'here';

export interface KeeperState {
  saved: SavedState;
  saved_at: number;
  reading: Editor | null;
  notice: 'local_newer' | 'server_newer' | 'taken' | null;
  lodging: 'no' | 'going' | 'lost';
}

const keepers = new Map<string, DraftKeeper>();
const ownerOf = (who: Who) => `${who.sign_in}@${who.unit || who.office}`;

export interface NewDraft { form: FormName; document: JsonObject; copied_from?: string; source?: JsonObject; correct?: { case: string; version: number }; counter?: Counter }

/** Prepares a draft on this computer and answers the key to open it by. The platform hears of it with the first change. */
export async function beginDraft(who: Who, draft: NewDraft): Promise<string> {
  const key = `l-${crypto.randomUUID()}`;
  const vault = vaultFor(who.channel);
  await vault.put({ ...draft, key, owner: ownerOf(who), title: '', made_at: Date.now(), changed_at: 0, saved_at: 0 });
  void sweep(vault).catch(() => undefined);   // room for the next ones; the platform has what is taken away
  return key;
}

async function sweep(vault: Vault) {
  for (const kept of await vault.all()) {
    if (kept.changed_at <= kept.saved_at && !kept.lodging && Date.now() - Math.max(kept.made_at, kept.changed_at) > kKeptMs) await vault.remove(kept.key);
  }
}

/** Drafts of this person the platform does not have yet. */
export async function unsentDrafts(who: Who): Promise<KeptDraft[]> {
  return (await vaultFor(who.channel).all()).filter((kept) => kept.owner === ownerOf(who) && !kept.server_id && kept.changed_at > 0);
}
export const forgetUnsent = (who: Who, key: string) => vaultFor(who.channel).remove(key);

/** Before a hall terminal is wiped: what is typed goes to the platform, then nothing is written here any more. */
export async function endKeepers() {
  await Promise.all([...keepers.values()].map((keeper) => keeper.end()));
}

export class DraftKeeper {
  state: KeeperState = { saved: 'new', saved_at: 0, reading: null, notice: null, lodging: 'no' };
  private listeners = new Set<() => void>();
  private hereTimer: ReturnType<typeof setTimeout> | undefined;
  private thereTimer: ReturnType<typeof setTimeout> | undefined;
  private renewTimer: ReturnType<typeof setInterval> | undefined;
  private failures = 0;
  private sending: Promise<void> | null = null;
  private stopListening: () => void;
  private users = 0;
  private ended = false;
  /** By whom the draft is held. Two tabs of one person are two editors; a tab that is gone leaves its hold to the next one on this computer. */
  private holder = crypto.randomUUID() as string;
  private giveUpTab: (() => void) | null = null;
  private asked = false;

  private constructor(readonly store: FormStore, public kept: KeptDraft, private vault: Vault, readonly rules: Rules) {
    this.stopListening = store.on('change', () => this.changed());
    this.state.saved = kept.changed_at === 0 ? 'new' : kept.changed_at > kept.saved_at ? 'unsaved' : 'saved';
    this.state.saved_at = kept.saved_at;
    if (kept.lodging) this.state.lodging = 'lost';
  }

  /** The draft of that key, from wherever its newest state is; null when there is none (any more). */
  static async open(key: string, who: Who): Promise<DraftKeeper | null> {
    const owner = ownerOf(who);
    const present = keepers.get(key);
    if (present && present.kept.owner === owner && !present.ended) return present;
    const vault = vaultFor(who.channel);
    let kept = await vault.get(key);
    if (kept && kept.owner !== owner) kept = undefined;
    const id = kept?.server_id ?? (key.startsWith('l-') ? undefined : key);
    let told: ServerDraft | null = null;
    let unreachable = false;
    if (id) {
      try {
        told = await call<ServerDraft>(`/v1/drafts/${id}`);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 404) { if (kept && kept.changed_at > kept.saved_at) kept = { ...kept, server_id: undefined }; else { await vault.remove(key); return null; } }
        else if (kept && (error.status === 0 || error.status >= 500)) unreachable = true;
        else throw error;
      }
    }
    if (!kept && !told) return null;
    let notice: KeeperState['notice'] = null;
    const ahead = !!kept && kept.changed_at > kept.saved_at;
    if (told && (!kept || !ahead || Date.parse(told.updated_at) > kept.changed_at)) {
      if (ahead) notice = 'server_newer';
      const at = Date.parse(told.updated_at);
      kept = { ...kept, key, owner, form: told.form, title: told.title, document: told.document, made_at: kept?.made_at ?? at, changed_at: at, saved_at: at, server_id: id, copied_from: told.copied_from || kept?.copied_from };
    } else if (kept && ahead && kept.saved_at > 0) {
      notice = 'local_newer';
    }
    const draft = kept!;
    if (id) draft.holder ??= (await vault.all()).find((other) => other.server_id === id && other.owner === owner)?.holder;
    if (draft.copied_from && (!draft.source || !draft.correct)) await recallSource(draft).catch(() => undefined);
    const rules = await getRules(draft.form);
    const store = new FormStore(rules.describe(variantOf(draft.form, draft.document), legalDay()), draft.document);
    if (draft.source) store.compareWith(draft.source);
    if (!store.rows(store.root, 'goods').length) addFirstLine(store);
    const keeper = new DraftKeeper(store, draft, vault, rules);
    keeper.state.notice = notice;
    keepers.set(key, keeper);
    if (ahead || unreachable) keeper.later(kThereAfterMs);
    return keeper;
  }

  subscribe = (listener: () => void) => { this.listeners.add(listener); return () => { this.listeners.delete(listener); }; };
  snapshot = () => this.state;
  private say(change: Partial<KeeperState>) {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
  dismissNotice() { this.say({ notice: null }); }

  /** While a page shows it. */
  use(): () => void {
    if (++this.users === 1) {
      window.addEventListener('pagehide', this.rescue);
      document.addEventListener('visibilitychange', this.rescue);
      window.addEventListener('online', this.online);
      this.renewTimer = setInterval(() => void this.hold(false), kRenewMs);
      void this.hold(false);
      if (this.kept.changed_at > this.kept.saved_at) this.later(kThereAfterMs);
    }
    return () => {
      if (--this.users > 0) return;
      window.removeEventListener('pagehide', this.rescue);
      document.removeEventListener('visibilitychange', this.rescue);
      window.removeEventListener('online', this.online);
      clearInterval(this.renewTimer);
      this.rescue();
      void this.saveThere().then(() => { if (this.users === 0) return this.letGo(); });
    };
  }
  private rescue = () => { if (this.hereTimer !== undefined) { clearTimeout(this.hereTimer); this.saveHere(); } };
  private online = () => { if (this.state.saved === 'here') void this.saveThere(); };

  // ---- saving
  private changed() {
    this.followVariant();
    if (this.ended || this.state.reading) return;
    this.kept.changed_at = Date.now();
    this.hereTimer ??= setTimeout(() => this.saveHere(), kHereAfterMs);
    this.later(kThereAfterMs);
    if (this.state.saved !== 'unsaved' && this.state.saved !== 'here') this.say({ saved: 'unsaved' });
  }
  private later(ms: number) {
    clearTimeout(this.thereTimer);
    this.thereTimer = setTimeout(() => void this.saveThere(), ms);
  }
  private saveHere() {
    this.hereTimer = undefined;
    if (this.ended) return;
    this.kept.document = this.store.document();
    void this.vault.put({ ...this.kept }).catch(() => undefined);
  }
  /** Saves now; resolves when the platform has it or cannot be reached. */
  async saveThere(): Promise<void> {
    clearTimeout(this.thereTimer);
    while (this.sending) await this.sending;
    if (this.ended || this.state.reading || this.kept.changed_at <= this.kept.saved_at) return;
    this.sending = this.send().finally(() => { this.sending = null; });
    await this.sending;
  }
  private async send() {
    const changed = this.kept.changed_at;
    const document = this.store.document();
    this.say({ saved: 'saving' });
    try {
      if (this.kept.server_id) {
        await call(`/v1/drafts/${this.kept.server_id}`, { method: 'PUT', body: { title: this.kept.title, document, holder: this.holder } });
      } else {
        const made = await call<{ id: string }>('/v1/drafts', { method: 'POST', body: { form: this.kept.form, kind: 'draft', title: this.kept.title, document, copied_from: this.kept.copied_from ?? '' } });
        this.kept.server_id = String(made.id);
        void this.hold(false);
      }
      this.failures = 0;
      this.kept.saved_at = changed;
      this.say({ saved: this.kept.changed_at > changed ? 'unsaved' : 'saved', saved_at: Date.now() });
      await this.vault.put({ ...this.kept, document: this.store.document() }).catch(() => undefined);
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) return this.lostHold(error);
      if (error instanceof ApiError && error.status === 404 && this.kept.server_id) this.kept.server_id = undefined;   // deleted elsewhere: what is typed here is worth a new one
      this.say({ saved: 'here' });
      this.saveHere();
      if (!(error instanceof ApiError) || error.status !== 401) this.later(kTryAgainMs[Math.min(this.failures++, kTryAgainMs.length - 1)]!);
    }
  }

  // ---- who edits
  private async hold(takeOver: boolean) {
    if (!this.kept.server_id || this.ended) return;
    await this.beTheTab(this.kept.server_id);
    try {
      const answer = await call<{ mine: boolean; editor: Editor | null }>(`/v1/drafts/${this.kept.server_id}/editing`, { method: 'POST', body: { holder: this.holder, take_over: takeOver } });
      if (answer.mine) {
        if (this.state.reading) { this.store.setUi('read_only', false); this.say({ reading: null, notice: null }); }
      } else if (answer.editor) {
        this.read(answer.editor);
      }
    } catch { /* unreachable: the next save tells */ }
  }
  /** Whether another tab of this browser lives with this draft is known by a lock that ends with its tab, however it ends. */
  private async beTheTab(id: string) {
    if (this.asked || !('locks' in navigator)) return;
    this.asked = true;
    const only = await new Promise<boolean>((tell) => void navigator.locks.request(`datong-draft-${id}`, { ifAvailable: true }, (lock) => {
      tell(!!lock);
      return lock ? new Promise<void>((end) => { this.giveUpTab = end; }) : undefined;
    }));
    if (!only) {
      this.holder = crypto.randomUUID();
      return;
    }
    this.holder = this.kept.holder ?? this.holder;
    if (this.kept.holder === this.holder) return;
    this.kept.holder = this.holder;
    await this.vault.put({ ...this.kept }).catch(() => undefined);
  }
  private read(editor: Editor) {
    this.store.setUi('read_only', true);
    this.say({ reading: editor });
  }
  private lostHold(error: ApiError) {
    this.saveHere();
    const editor = (error.problem as { editor?: Editor }).editor ?? { name: error.findings[0]?.values?.[0] ?? '', since: error.findings[0]?.values?.[1] ?? '' };
    this.read(editor);
    this.say({ notice: 'taken', saved: 'here' });
  }
  async takeOver() {
    await this.refresh();
    await this.hold(true);
  }
  /** While reading: what the other has saved. */
  async refresh() {
    if (!this.kept.server_id || !this.state.reading) return;
    const told = await call<ServerDraft>(`/v1/drafts/${this.kept.server_id}`).catch(() => null);
    if (!told || !this.state.reading) return;
    const at = Date.parse(told.updated_at);
    this.kept = { ...this.kept, document: told.document, title: told.title, changed_at: at, saved_at: at };
    this.load(told.document);
    this.say({ saved: 'saved', saved_at: at });
  }
  private async letGo() {
    if (this.kept.server_id && !this.state.reading && !this.ended) await send(`/v1/drafts/${this.kept.server_id}/editing?holder=${this.holder}`, { method: 'DELETE', body: {} }).catch(() => undefined);
    this.giveUpTab?.();
    this.giveUpTab = null;
    this.asked = false;
  }

  private load(document: JsonObject) {
    this.store.replace(this.rules.describe(variantOf(this.kept.form, document), legalDay()), document);
    if (this.kept.source) this.store.compareWith(this.kept.source);
    if (!this.store.rows(this.store.root, 'goods').length) addFirstLine(this.store);
  }
  /** The direction, or the kind of certificate, decides which fields there are. */
  private followVariant() {
    const { store } = this;
    const variant = variantOf(this.kept.form, { [kLayouts[this.kept.form].variant]: store.value(store.root, kLayouts[this.kept.form].variant) });
    if (variant === store.spec.variant) return;
    try { store.respec(this.rules.describe(variant, legalDay())); } catch { /* half a code: the form stays as it is */ }
  }

  // ---- the end of a draft
  async end() {
    await this.saveThere();
    await this.letGo();
    this.stop();
  }
  private stop() {
    this.ended = true;
    clearTimeout(this.hereTimer);
    clearTimeout(this.thereTimer);
    clearInterval(this.renewTimer);
    this.stopListening();
    keepers.delete(this.kept.key);
  }
  async saveAsTemplate(title: string) {
    const { [kLayouts[this.kept.form].reference]: _reference, [kLayouts[this.kept.form].day]: _day, message_uuid: _uuid, ...document } = this.store.document();
    await call('/v1/drafts', { method: 'POST', body: { form: this.kept.form, kind: 'template', title, document } });
  }
  async discard() {
    this.stop();
    await this.vault.remove(this.kept.key).catch(() => undefined);
    if (this.kept.server_id) await send(`/v1/drafts/${this.kept.server_id}`, { method: 'DELETE', body: {} }).catch(() => undefined);
  }
  /** Lodges, or sends what was sent and not answered. Errors: ApiError; when it is of no status the state is `lost` and the form stays locked. */
  async lodge(headers: Record<string, string> = {}): Promise<Lodged> {
    const again = this.kept.lodging !== undefined;
    const sent = this.kept.lodging ?? { body: JSON.stringify(this.store.document()), headers };
    this.kept.lodging = sent;
    this.store.setUi('read_only', true);
    this.say({ lodging: 'going' });
    await this.vault.put({ ...this.kept, document: this.store.document() }).catch(() => undefined);
    for (let attempt = 0; ; ++attempt) {
      try {
        const response = await send(this.kept.form === 'declaration' ? '/v1/declarations' : '/v1/applications', {
          method: 'POST', body: sent.body, headers: { ...sent.headers, 'Content-Type': 'application/json', ...(this.kept.correct ? { 'Datong-Version': String(this.kept.correct.version) } : {}) },
        });
        const receipt = await response.json().catch(() => ({})) as { kind?: string; case?: string | number };
        const lodged = { case: response.headers.get('Datong-Case') ?? String(receipt.case ?? ''), kind: receipt.kind ?? '' };
        this.say({ lodging: 'no' });
        await this.discard();
        return lodged;
      } catch (error) {
        const unknown = error instanceof ApiError && (error.status === 0 || error.status >= 500);
        const signedOut = error instanceof ApiError && error.status === 401 && (again || attempt > 0);
        if (signedOut) { this.say({ lodging: 'lost' }); throw error; }
        if (!unknown) {
          // Answered, and not stored: it may be changed again.
          this.kept.lodging = undefined;
          this.store.setUi('read_only', false);
          this.say({ lodging: 'no' });
          this.saveHere();
          throw error;
        }
        const wait = kRetryMs[attempt];
        if (wait === undefined) { this.say({ lodging: 'lost' }); throw error; }
        await new Promise((resume) => setTimeout(resume, wait));
      }
    }
  }
}

const variantOf = (form: FormName, document: JsonObject) => {
  const variant = String(document[kLayouts[form].variant] ?? '').trim().toUpperCase();
  return form === 'declaration' ? (variant === 'I' ? 'I' : 'O') : variant;
};

function addFirstLine(store: FormStore) {
  const group = store.spec.root.children.find((child) => child.name === 'goods');
  if (!group) return;
  const { groups } = kLayouts[store.spec.form];
  const row = store.makeRow(group, store.root, { ...(group.field.get('line_number')?.need === 'M' ? { line_number: '1' } : {}), ...groups['goods']?.defaults }, groups['goods']?.begins, groups);
  store.root.children['goods'] = [row];
}

/** A draft opened on another computer: what it was copied from, and whether it corrects that case (then it carries its reference). */
async function recallSource(draft: KeptDraft) {
  const path = draft.form === 'declaration' ? '/v1/declarations' : '/v1/applications';
  const found = await call<{ version?: number; reference?: string }>(`${path}/${draft.copied_from}`);
  const version = found.version ?? 1;
  draft.source ??= await call<JsonObject>(`${path}/${draft.copied_from}/versions/${version}`, { headers: { Accept: 'application/json' } });
  const reference = kLayouts[draft.form].reference;
  if (draft.source[reference] === draft.document[reference]) draft.correct ??= { case: draft.copied_from!, version: version + 1 };
}
