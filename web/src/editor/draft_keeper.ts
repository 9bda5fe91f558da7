// Keeps a draft safe while it is edited. It lives outside React: a page that comes back after signing in finds everything as it was.
//
// One text stands in three places: in the form, on this computer (¼ s after a key), at the platform (1 s after the last key).
//
//   level    the form is what the platform has as `version`
//   ahead    something was typed the platform does not have (isAhead), made from `version`
//
//            typing                 PUT with base = version: done
//   level ───────────────▶ ahead ──────────────────────────────────────▶ level
//     │                      │  no answer: again by itself · refused: said, again with the next change · 404: as a new draft
//     │ another holds it     │  409: another holds it, or somebody saved after `version`
//     ▼                      ▼
//   reading (locked) ── asked every 25 s, when back online, and by "take over": mine again ──▶ unlocked, level or ahead
//
// A version that was not saved from here takes the place of the form (reread). What was typed and is not at the platform becomes a draft of its
// own on this computer first (apart): nothing typed is ever replaced otherwise. While reading, such a copy is kept beforehand.
// Lodging: no → going → answered, or lost: locked, and sent again byte by byte. Nothing here is blocked by errors in the form.
import { ApiError, type CallOptions, call, send } from '../api/client';
import type { FormName, Who } from '../api/types';
import { legalDay } from './form_spec';
import { FormStore, type JsonObject } from './form_store';
import { kLayouts } from './layout';
import { apartFrom, apartKey, deleteThere, type Editor, newestOf, type Notice, ownerOf, personOf, recallSource, type ServerDraft, textOf } from './newest_draft';
import { keepers } from './open_keepers';
import { getRules, type Rules } from './rules';
import { isAhead, type KeptDraft, type Vault, vaultFor } from './vault';

const kHereAfterMs = 250;
const kThereAfterMs = 1000;
const kRenewMs = 25_000;
const kRetryMs = [1000, 3000, 8000];
const kTryAgainMs = [2000, 5000, 15_000, 30_000];

export interface Lodged { case: string; kind: string }
/** `here`: on this computer only; `nowhere`: not even there. */
export type SavedState = 'new' | 'unsaved' | 'saving' | 'saved' | 'here' | 'nowhere';

export interface KeeperState {
  saved: SavedState;
  saved_at: number;
  refusal: ApiError | null;         ///< why the platform does not take it
  reading: Editor | null;
  taken: boolean;                   ///< reading, after having edited
  notice: Notice;
  apart: string;                    ///< the draft that has what was typed here before it was replaced
  lodging: 'no' | 'going' | 'lost';
}

export class DraftKeeper {
  state: KeeperState = { saved: 'new', saved_at: 0, refusal: null, reading: null, taken: false, notice: null, apart: '', lodging: 'no' };
  private listeners = new Set<() => void>();
  private hereTimer: ReturnType<typeof setTimeout> | undefined;
  private thereTimer: ReturnType<typeof setTimeout> | undefined;
  private renewTimer: ReturnType<typeof setInterval> | undefined;
  private failures = 0;
  private sending: Promise<void> | null = null;
  private stopListening: () => void;
  private users = 0;
  private ended = false;
  private isLoading = false;
  private isWritten = true;      // this browser took the last state
  private isCreating = false;    // asked the platform for a new draft; no answer yet
  /** By whom the draft is held. Two tabs of one person are two editors; a tab that is gone leaves its hold to the next one on this computer. */
  private holder = crypto.randomUUID() as string;
  private giveUpTab: (() => void) | null = null;
  private asked = false;
  private readonly openedAt: number;

  private constructor(readonly store: FormStore, public kept: KeptDraft, private vault: Vault, readonly rules: Rules) {
    this.stopListening = store.on('change', () => this.changed());
    this.openedAt = kept.changed_at;
  }

  /** The draft of that key or id, from wherever its newest state is; null when there is none (any more). */
  static async open(key: string, who: Who): Promise<DraftKeeper | null> {
    const owner = ownerOf(who);
    const present = () => [...keepers.values()].find((keeper) => !keeper.ended && keeper.kept.owner === owner && (keeper.kept.key === key || keeper.kept.server_id === key));
    const before = present();
    if (before) return before;
    const newest = await newestOf(key, who);
    if (!newest) return null;
    const { kept, notice, apart, isUnreachable } = newest;
    if (kept.copied_from && (!kept.source || !kept.correct)) await recallSource(kept).catch(() => undefined);
    const rules = await getRules(kept.form);
    const meanwhile = present();
    if (meanwhile) return meanwhile;
    const store = new FormStore(rules.describe(variantOf(kept.form, kept.document), legalDay()), kept.document);
    const keeper = new DraftKeeper(store, kept, vaultFor(who.channel), rules);
    keeper.dress();
    keeper.say({ saved: kept.changed_at === 0 ? 'new' : isAhead(kept) ? 'unsaved' : 'saved', saved_at: kept.saved_at, notice, apart, lodging: kept.lodging ? 'lost' : 'no' });
    keepers.get(kept.key)?.stop();   // of the person before
    keepers.set(kept.key, keeper);
    if (isAhead(kept) || isUnreachable) keeper.later(kThereAfterMs);
    return keeper;
  }

  subscribe = (listener: () => void) => { this.listeners.add(listener); return () => { this.listeners.delete(listener); }; };
  snapshot = () => this.state;
  private say(change: Partial<KeeperState>) {
    this.state = { ...this.state, ...change };
    this.store.setUi('read_only', !!this.state.reading || this.state.lodging !== 'no');
    for (const listener of this.listeners) listener();
  }
  dismissNotice() { this.say({ notice: null, apart: '' }); }
  /** Never in another person's session: what goes on behind the pages may outlast a sign-in. */
  private call<T>(path: string, options: CallOptions = {}): Promise<T> { return call<T>(path, { ...options, as: personOf(this.kept) }); }

  /** While a page shows it. */
  use(): () => void {
    if (++this.users === 1) {
      window.addEventListener('pagehide', this.rescue);
      document.addEventListener('visibilitychange', this.rescue);
      window.addEventListener('online', this.online);
      this.renewTimer = setInterval(this.renew, kRenewMs);
      void this.renew();
      if (isAhead(this.kept)) this.later(kThereAfterMs);
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
  private rescue = () => { if (this.hereTimer !== undefined) void this.saveHere(); };
  private online = () => void this.renew().then(() => this.saveThere());

  // ---- saving
  private changed() {
    this.followVariant();
    if (this.ended || this.isLoading) return;
    this.kept.changed_at = Math.max(Date.now(), this.kept.changed_at + 1);   // a clock may be set back
    this.hereTimer ??= setTimeout(() => void this.saveHere(), kHereAfterMs);
    this.later(kThereAfterMs);
    if (!['unsaved', 'here', 'nowhere'].includes(this.state.saved)) this.say({ saved: 'unsaved' });
  }
  private later(ms: number) {
    clearTimeout(this.thereTimer);
    this.thereTimer = setTimeout(() => void this.saveThere(), ms);
  }
  private async saveHere() {
    clearTimeout(this.hereTimer);
    this.hereTimer = undefined;
    if (this.ended) return;
    this.kept.document = this.store.document();
    this.isWritten = await this.vault.put({ ...this.kept });
    if (this.state.saved === 'here' || this.state.saved === 'nowhere') this.waits();
  }
  private waits() {
    const saved = this.isWritten ? 'here' : 'nowhere';
    if (this.state.saved !== saved) this.say({ saved });
  }
  /** Saves now; resolves when the platform has it or cannot be reached. */
  async saveThere(): Promise<void> {
    clearTimeout(this.thereTimer);
    while (this.sending) await this.sending;
    if (this.ended || this.state.reading || !isAhead(this.kept)) return;
    this.sending = this.send().finally(() => { this.sending = null; });
    await this.sending;
  }
  private async send() {
    const changed = this.kept.changed_at;
    const document = this.store.document();
    this.rescue();   // never less here than there
    this.say({ saved: 'saving' });
    try {
      if (this.kept.server_id || !await this.create(document)) {
        const { server_id, title, version } = this.kept;
        const saved = await this.call<{ version: number }>(`/v1/drafts/${server_id}`, { method: 'PUT', body: { title, document, holder: this.holder, ...(version ? { base: version } : {}) } });
        this.kept.version = saved.version;
      }
      this.failures = 0;
      this.kept.saved_at = changed;
      this.say({ saved: isAhead(this.kept) ? 'unsaved' : 'saved', saved_at: Date.now(), refusal: null });
      void this.saveHere();
    } catch (error) {
      this.waits();
      void this.saveHere();
      const status = error instanceof ApiError ? error.status : 0;
      if (status === 409) return this.lostHold(error as ApiError);
      if (status === 404 && this.kept.server_id) this.kept.server_id = this.kept.version = undefined;   // deleted elsewhere: what is typed here is worth a new one
      if (status >= 400 && status < 500 && ![401, 404, 429].includes(status)) return this.say({ refusal: error as ApiError });
      if (status !== 401) this.later(kTryAgainMs[Math.min(this.failures++, kTryAgainMs.length - 1)]!);
    }
  }
  /** Asks the platform for a draft; asked again because the answer was lost, it is the same one. Answers whether it has this very text. */
  private async create(document: JsonObject): Promise<boolean> {
    const { form, title, key, copied_from = '' } = this.kept;
    this.isCreating = true;
    const made = await this.call<{ id: string; version: number; known: boolean }>('/v1/drafts', { method: 'POST', headers: { 'Idempotency-Key': key }, body: { form, kind: 'draft', title, document, copied_from } });
    this.isCreating = false;
    this.kept.server_id = String(made.id);
    this.kept.version = made.version;
    if (this.users > 0) void this.renew();
    return !made.known;
  }

  // ---- who edits
  private renew = () => this.hold(false).catch(() => undefined);   // unreachable: the next save tells
  /** Errors: ApiError. */
  takeOver = () => this.hold(true);
  private async hold(take_over: boolean) {
    const id = this.kept.server_id;
    if (!id || this.ended) return;
    await this.beTheTab(id);
    const answer = await this.call<{ mine: boolean; editor: Editor | null; version: number }>(`/v1/drafts/${id}/editing`, { method: 'POST', body: { holder: this.holder, take_over } });
    if (this.ended) return;
    if (!answer.mine && answer.editor && !this.state.reading) this.read(answer.editor, false);
    if (answer.version !== this.kept.version) await this.reread();
    if (answer.mine && this.state.reading) this.goOn();
  }
  /** Another edits it: nothing is typed here until he has left. Meanwhile this computer keeps what is not at the platform, whatever he does. */
  private read(editor: Editor, taken: boolean) {
    if (isAhead(this.kept)) {
      void this.vault.put(apartFrom({ ...this.kept, document: this.store.document() }));
      this.waits();
    }
    this.say({ reading: editor, taken });
  }
  private goOn() {
    this.say({ reading: null, taken: false });
    if (!isAhead(this.kept)) return;
    void this.vault.remove(apartKey(this.kept));   // it goes on here
    this.later(kThereAfterMs);
  }
  private lostHold(error: ApiError) {
    if (this.ended) return;
    const [name = '', since = ''] = error.findings[0]?.values ?? [];
    this.read({ name, since }, true);
    void this.renew();
  }
  /** While reading: what the other has saved. */
  refresh() { if (this.state.reading) void this.reread().catch(() => undefined); }
  /** What the platform has takes the place of what stands here, unless it was saved from here. */
  private async reread() {
    if (!this.kept.server_id || this.kept.lodging) return;
    const told = await this.call<ServerDraft>(`/v1/drafts/${this.kept.server_id}?holder=${this.holder}`);
    if (this.ended || this.kept.lodging || told.version <= (this.kept.version ?? 0)) return;
    if (told.saved_by_holder) { this.kept.version = told.version; return; }
    const apart = isAhead(this.kept) ? apartFrom({ ...this.kept, document: this.store.document() }) : null;
    this.kept = { ...this.kept, ...textOf(told, this.kept) };
    this.load(told.document);
    this.say({ saved: 'saved', saved_at: Date.parse(told.updated_at), refusal: null, ...(apart ? { notice: 'server_newer', apart: apart.key } : this.state.reading ? {} : { notice: 'server_newer' }) });
    if (apart) await this.vault.put(apart);
    await this.saveHere();
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
      if (this.kept.changed_at === this.openedAt) {   // what is ahead is typed in the other tab, which saves it
        this.kept.saved_at = this.kept.changed_at;
        if (this.openedAt > 0) this.say({ saved: 'saved', notice: null });
      }
      return;
    }
    this.holder = this.kept.holder ?? this.holder;
    if (this.kept.holder === this.holder) return;
    this.kept.holder = this.holder;
    await this.vault.put({ ...this.kept });
  }
  private async letGo() {
    if (this.kept.server_id && !this.state.reading && !this.ended) await this.call(`/v1/drafts/${this.kept.server_id}/editing?holder=${this.holder}`, { method: 'DELETE', body: {} }).catch(() => undefined);
    this.leaveTab();
  }
  private leaveTab() {
    this.giveUpTab?.();
    this.giveUpTab = null;
    this.asked = false;
  }

  // ---- the form
  private load(document: JsonObject) {
    this.isLoading = true;
    this.store.replace(this.rules.describe(variantOf(this.kept.form, document), legalDay()), document);
    this.dress();
    this.isLoading = false;
  }
  private dress() {
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
  async saveAsTemplate(title: string) {
    const { [kLayouts[this.kept.form].reference]: _reference, [kLayouts[this.kept.form].day]: _day, message_uuid: _uuid, ...document } = this.store.document();
    await this.call('/v1/drafts', { method: 'POST', body: { form: this.kept.form, kind: 'template', title, document } });
  }

  // ---- the end of a draft
  async end() {
    this.rescue();
    await this.saveThere();
    await this.letGo();
    this.stop();
  }
  stop() {
    this.ended = true;
    clearTimeout(this.hereTimer);
    clearTimeout(this.thereTimer);
    clearInterval(this.renewTimer);
    this.stopListening();
    this.leaveTab();
    keepers.delete(this.kept.key);
  }
  /** Deletes the draft, at the platform and here. Errors: ApiError, and then it is still there. */
  async discard() {
    this.ended = true;   // from now on nothing is written
    clearTimeout(this.hereTimer);
    clearTimeout(this.thereTimer);
    await this.sending;
    try {
      if (this.isCreating) await this.create({});   // only to learn its id
      if (this.kept.server_id) await deleteThere(this.kept.server_id, personOf(this.kept));
    } catch (error) {
      this.ended = false;
      if (isAhead(this.kept)) this.later(kThereAfterMs);
      throw error;
    }
    this.stop();
    await this.vault.remove(this.kept.key);
  }
  /** It is a case now. A draft that cannot be deleted this minute is deleted another time. */
  private async forget() {
    this.kept.lodging = undefined;
    await this.discard().catch(async () => {
      this.stop();
      await this.vault.put({ ...this.kept, saved_at: this.kept.changed_at, lodged: true });
    });
  }
  /** Lodges, or sends what was sent and not answered. Errors: ApiError; when it is of no status the state is `lost` and the form stays locked. */
  async lodge(headers: Record<string, string> = {}): Promise<Lodged> {
    const again = this.kept.lodging !== undefined;
    const sent = this.kept.lodging ?? { body: JSON.stringify(this.store.document()), headers };
    this.kept.lodging = sent;
    this.say({ lodging: 'going' });
    await this.vault.put({ ...this.kept, document: this.store.document() });
    for (let attempt = 0; ; ++attempt) {
      try {
        const response = await send(this.kept.form === 'declaration' ? '/v1/declarations' : '/v1/applications', {
          method: 'POST', body: sent.body, headers: { ...sent.headers, 'Content-Type': 'application/json', ...(this.kept.correct ? { 'Datong-Version': String(this.kept.correct.version) } : {}) }, as: personOf(this.kept),
        });
        const receipt = await response.json().catch(() => ({})) as { kind?: string; case?: string | number };
        await this.forget();
        return { case: response.headers.get('Datong-Case') ?? String(receipt.case ?? ''), kind: receipt.kind ?? '' };
      } catch (error) {
        const unknown = error instanceof ApiError && (error.status === 0 || error.status >= 500);
        const signedOut = error instanceof ApiError && error.status === 401 && (again || attempt > 0);
        if (signedOut) { this.say({ lodging: 'lost' }); throw error; }
        if (!unknown) {
          // Answered, and not stored: it may be changed again.
          this.kept.lodging = undefined;
          this.say({ lodging: 'no' });
          void this.saveHere();
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
