// The one editor, for declarations and applications alike.
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Link, useLocation } from 'wouter';
import { Failure, useFailureWords } from '../components/failure';
import { useTitle } from '../components/title';
import { useEvent, useMe } from '../session';
import { showInstant, useWords } from '../text/text';
import { setKeepsRecent } from './codes';
import type { DraftKeeper, KeeperState } from './draft_keeper';
import './editor.css';
import { goOn, isComposing, stopsIn } from './keyboard';
import { kLayouts } from './layout';
import { ConfirmLodging, LodgingFailure, useLodging } from './lodging';
import { reviewWhileEditing } from './reviewing';
import type { Rules } from './rules';
import { Sections } from './sections';
import { showSummary, Summary } from './summary';
import { StoreContext, useCounts, useRoot } from './use_store';
import { words } from './words';

export function Editor({ keeper, rules }: { keeper: DraftKeeper; rules: Rules }) {
  return <StoreContext value={keeper.store}><Desk keeper={keeper} rules={rules} /></StoreContext>;
}

type Pressed = Pick<globalThis.KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

function useKeeper(keeper: DraftKeeper): KeeperState { return useSyncExternalStore(keeper.subscribe, keeper.snapshot); }

function Desk({ keeper, rules }: { keeper: DraftKeeper; rules: Rules }) {
  const t = useWords(words);
  const me = useMe();
  const { store, kept } = keeper;
  const root = useRoot();
  const state = useKeeper(keeper);
  const lodging = useLodging(keeper);
  const form = useRef<HTMLDivElement>(null);
  const name = kept.form === 'declaration' ? t('declaration') : t('application');
  useTitle(name);

  useEffect(() => keeper.use(), [keeper]);
  useEffect(() => reviewWhileEditing(keeper, rules), [keeper, rules]);
  useEffect(() => setKeepsRecent(me.channel !== 'hall_terminal'), [me.channel]);
  useEvent('draft', (data) => { if (String(data['id']) === kept.server_id) keeper.refresh(); });
  useEffect(() => {
    const layout = kLayouts[kept.form];
    const first = layout.sections[0];
    const names = first?.kind === 'fields' ? first.fields : [];
    const empty = names.find((field) => store.root.group.field.has(field) && !store.value(store.root, field) && store.root.group.field.get(field)?.need === 'M');
    const element = form.current && stopsIn(form.current).find((stop) => (stop as HTMLInputElement).name === empty);
    element?.focus();
    // eslint-disable-next-line -- once, when the draft is opened
  }, [keeper]);

  const goods = () => { const cell = form.current?.querySelector<HTMLElement>('#group-goods [data-grid]'); if (cell) { cell.focus(); cell.scrollIntoView({ block: 'center' }); } };
  /** Orders by key; true when it was one. */
  const shortcut = (event: Pressed): boolean => {
    const key = event.key.toLowerCase();
    const control = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (control && key === 's') void keeper.saveThere();
    else if (control && key === 'enter') { if (!state.reading && state.lodging === 'no' && !lodging.busy) void lodging.ask(true); }
    else if (control && key === 'z' && !event.shiftKey) store.undo();
    else if (control && (key === 'y' || (key === 'z' && event.shiftKey))) store.redo();
    else if (event.altKey && key === 'g') goods();
    else if (event.altKey && key === 'e') showSummary(store);
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (isComposing(event.nativeEvent)) return;
    const target = event.target as HTMLElement;
    const goesOn = event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && target.dataset['stop'] !== undefined && !(target instanceof HTMLButtonElement);
    if (shortcut(event)) event.preventDefault();
    else if (goesOn && form.current) {
      event.preventDefault();
      goOn(form.current, target);
    }
  };
  const onArrow = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (event.key !== 'ArrowDown' || event.defaultPrevented || !(target instanceof HTMLButtonElement) || target.dataset['stop'] === undefined || !form.current) return;
    event.preventDefault();
    goOn(form.current, target);
  };
  // Shortcuts work wherever the focus is, as long as no dialog is open.
  const latest = useRef(shortcut);
  latest.current = shortcut;
  useEffect(() => {
    const outside = (event: globalThis.KeyboardEvent) => {
      if (form.current?.contains(event.target as Node) || isComposing(event) || document.querySelector('dialog[open]')) return;
      if (latest.current(event)) event.preventDefault();
    };
    document.addEventListener('keydown', outside);
    return () => document.removeEventListener('keydown', outside);
  }, []);

  return (
    <div className="editor" ref={form} onKeyDown={(event) => { onKeyDown(event); onArrow(event); }}>
      <Bar keeper={keeper} state={state} name={name} onCheck={() => void lodging.ask(false)} onLodge={() => void lodging.ask(true)} busy={lodging.busy} />
      <Notices keeper={keeper} state={state} onSendAgain={() => void lodging.lodge()} />
      <LodgingFailure error={state.lodging === 'lost' ? null : lodging.error} />
      <Summary />
      <Sections key={root.id} root={root} />
      <p className="soft small keys">{t('shortcuts')}</p>
      {lodging.check && <ConfirmLodging check={lodging.check} known={kept.counter} busy={lodging.busy} onLodge={(headers) => void lodging.lodge(headers)} onClose={lodging.close} />}
    </div>
  );
}

const kTime = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' });

function Bar({ keeper, state, name, onCheck, onLodge, busy }: { keeper: DraftKeeper; state: KeeperState; name: string; onCheck: () => void; onLodge: () => void; busy: boolean }) {
  const t = useWords(words);
  const counts = useCounts();
  const { kept } = keeper;
  const told = { new: 'not_yet', unsaved: 'unsaved', saving: 'saving', saved: 'saved_at', here: state.refusal ? 'refused_here' : 'saved_here', nowhere: 'nowhere' } as const;
  const saved = t(told[state.saved], kTime.format(state.saved_at));
  const locked = !!state.reading || state.lodging !== 'no';
  return (
    <div className="editor-bar">
      <h1>{kept.correct ? t('correction', kept.correct.case, kept.correct.version) : name}</h1>
      <span className={state.saved === 'here' ? 'tag wait' : state.saved === 'nowhere' ? 'tag bad' : 'soft'} role="status" data-saved={state.saved}>{saved}</span>
      <span className="right row">
        <button type="button" className="plain counts" title="Alt+E" onClick={() => showSummary(keeper.store)}>
          {counts.missing > 0 && <span className="tag wait">{t('missing', counts.missing)}</span>}
          {counts.refusals > 0 && <span className="tag bad">{t('errors', counts.refusals)}</span>}
          {counts.warnings > 0 && <span className="tag">{t('warnings', counts.warnings)}</span>}
          {counts.missing + counts.refusals + counts.warnings === 0 && <span className="tag good">{t('complete')}</span>}
        </button>
        <Actions keeper={keeper} locked={locked} />
        <button type="button" disabled={busy || locked} onClick={onCheck}>{t('check')}</button>
        <button type="button" className="primary" title="Ctrl+Enter" disabled={busy || locked} onClick={onLodge}>{t('check_and_lodge')}</button>
      </span>
    </div>
  );
}

function Actions({ keeper, locked }: { keeper: DraftKeeper; locked: boolean }) {
  const t = useWords(words);
  const [, go] = useLocation();
  const [naming, setNaming] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [said, setSaid] = useState('');
  const [failed, setFailed] = useState<unknown>(null);
  const failureWords = useFailureWords();
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => { if (menu.current) menu.current.open = false; setNaming(null); setAsking(false); setFailed(null); };
  const save = async () => {
    if (!naming?.trim()) return;
    await keeper.saveAsTemplate(naming.trim()).then(() => setSaid(t('template_saved')), (error: unknown) => setSaid(failureWords(error)));
    close();
  };
  return (
    <>
      <span role="status" className="small">{said}</span>
      <details className="actions" ref={menu} onKeyDown={(event) => { if (event.key === 'Escape') close(); }}>
        <summary className="button">{t('actions')}</summary>
        <div className="card">
          {naming === null && !asking && <>
            <button type="button" className="plain" onClick={() => { void keeper.saveThere(); close(); }}>{t('save_now')}</button>
            <button type="button" className="plain" disabled={locked} onClick={() => { keeper.store.undo(); }}>{t('undo')}</button>
            <button type="button" className="plain" disabled={locked} onClick={() => { keeper.store.redo(); }}>{t('redo')}</button>
            <button type="button" className="plain" onClick={() => setNaming('')}>{t('save_template')}</button>
            <button type="button" className="plain" disabled={locked} onClick={() => setAsking(true)}>{t('discard')}</button>
          </>}
          {naming !== null && <>
            <label>{t('template_name')}<input autoFocus value={naming} maxLength={80} onChange={(event) => setNaming(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter' && !isComposing(event.nativeEvent)) void save(); }} /></label>
            <button type="button" className="primary" disabled={!naming.trim()} onClick={() => void save()}>{t('save_template')}</button>
          </>}
          {asking && <>
            <p>{t('discard_sure')}</p>
            <Failure error={failed} />
            <button type="button" className="danger" autoFocus onClick={() => void keeper.discard().then(() => go('/app/drafts'), setFailed)}>{t('discard')}</button>
            <button type="button" onClick={close}>{t('back')}</button>
          </>}
        </div>
      </details>
    </>
  );
}

function Notices({ keeper, state, onSendAgain }: { keeper: DraftKeeper; state: KeeperState; onSendAgain: () => void }) {
  const t = useWords(words);
  const { kept } = keeper;
  const [failed, setFailed] = useState<unknown>(null);
  const takeOver = () => { setFailed(null); keeper.takeOver().catch(setFailed); };
  return (
    <>
      {state.reading && (
        <div className="notice wait row" role="alert">
          <span>{state.taken ? t('taken', state.reading.name) : t('reading', state.reading.name, showInstant(state.reading.since))}{state.saved === 'here' && ` ${t('kept_here')}`}</span>
          <button type="button" onClick={takeOver}>{t('take_over')}</button>
        </div>
      )}
      <Failure error={state.reading ? failed : state.refusal} />
      {(state.notice || state.apart) && (
        <div className="notice row" role="status">
          <span>{state.notice && t(state.notice)} {state.apart && <>{t('apart')} <Link href={`/app/drafts/${state.apart}`}>{t('open_apart')}</Link></>}</span>
          <button type="button" className="plain" onClick={() => keeper.dismissNotice()}>{t('dismiss')}</button>
        </div>
      )}
      {state.lodging === 'lost' && <div className="notice bad row" role="alert"><span>{t('lost')}</span><button type="button" className="primary" onClick={onSendAgain}>{t('send_again')}</button></div>}
      {kept.copied_from && !kept.correct && <p className="soft small">{t('copied_from', kept.copied_from)}</p>}
    </>
  );
}
