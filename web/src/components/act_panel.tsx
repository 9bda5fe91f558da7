// What a person may do with a case now, and what not yet and why. Only what the platform allows; each act is one order with one key.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Action, type CaseView, pathOf, refreshCase } from '../api/cases';
import { ApiError } from '../api/client';
import { isLost, Orders } from '../api/order';
import type { FormName } from '../api/types';
import { useActName } from '../text/act_words';
import { capital, showInstant, usePick, useWords, type Words } from '../text/text';
import { ActForm, parametersOf, presetsOf, type Values } from './act_form';
import { Failure } from './failure';

const words = {
  title: ['可以办理', 'What you can do'], nothing: ['现在没有您可以办理的事项。', 'There is nothing for you to do now.'], not_yet: ['还不能办理(及原因)', 'Not possible yet, and why'],
  done: ['已办:{0}', 'Done: {0}'], sending: ['正在办理…', 'Being done…'], lost: ['没有收到答复,正用同一编号再试;不会办两次。', 'No answer yet; trying again with the same key, nothing is done twice.'],
  meanwhile: ['{0} 已于 {1} 先办了“{2}”。您填的内容还在;上面是新的状态。', '{0} was first: “{2}” at {1}. What you typed is still here; above is the new state.'],
  gone: ['这一事项现在不能办了。', 'This cannot be done any more.'], keys: ['数字键 1–9 打开', 'Keys 1–9 open'],
} satisfies Words;

const kEnding = ['refuse', 'abandon', 'grant_withdrawal', 'withdraw', 'cancel', 'revoke', 'cancel_certificate', 'close_failed', 'reverse_fee'];
const kConfirmed = ['release', 'grant_withdrawal', 'close', 'approve'];

export function ActPanel({ kind, view, claimed, keys, onDone }: { kind: FormName; view: CaseView; claimed: string[]; keys: boolean; onDone: (act: Action) => void }) {
  const t = useWords(words);
  const name = useActName();
  const pick = usePick();
  const client = useQueryClient();
  const [open, setOpen] = useState<Action | null>(null);
  const [typed, setTyped] = useState<Record<string, Values>>({});
  const [state, setState] = useState<'idle' | 'sending' | 'lost'>('idle');
  const [error, setError] = useState<unknown>(null);
  const [note, setNote] = useState('');
  const [orders] = useState(() => new Orders());
  const busy = state !== 'idle';

  const run = async (action: Action, values: Values) => {
    setState('sending');
    setError(null);
    setNote('');
    try {
      await orders.send(`${pathOf(kind)}/${view.case}/acts/${action.act}`, { case: view.case, act: action.act, parameters: parametersOf(action, values) }, () => setState('lost'));
      setOpen(null);
      setTyped(({ [action.act]: _, ...rest }) => rest);
      await refreshCase(client, kind, view.case);
      setNote(t('done', pick(action.zh, action.en)));
      onDone(action);
    } catch (failure) {
      setError(failure);
      await refreshCase(client, kind, view.case);
      const first = failure instanceof ApiError ? failure.findings.find((finding) => finding.rule === 'LCK002')?.values : undefined;
      if (first) setNote(t('meanwhile', first[0] ?? '', showInstant(first[1]), capital(name(kind, first[2] ?? ''))));
    } finally {
      setState('idle');
    }
  };

  const choose = (action: Action) => {
    setError(null);
    setNote('');
    if (action.parameters.length === 0 && !kConfirmed.includes(action.act)) void run(action, {});
    else {
      setTyped((all) => ({ ...all, [action.act]: all[action.act] ?? presetsOf(action, view) }));
      setOpen(action);
    }
  };

  const latest = useRef({ choose, actions: view.allowed_actions, busy: false, claimed });
  latest.current = { choose, actions: view.allowed_actions, busy, claimed };
  useEffect(() => {
    if (!keys) return undefined;
    const press = (event: KeyboardEvent) => {
      const at = event.target as HTMLElement;
      if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || at.closest('input, textarea, select, dialog')) return;
      const action = /^[1-9]$/.test(event.key) ? latest.current.actions[Number(event.key) - 1] : undefined;
      if (!action || latest.current.busy || latest.current.claimed.includes(action.role)) return;
      // A digit acts on what is highlighted in the list beside, never on another case that is open.
      if (!at.closest('.work-case') && document.querySelector('.work-row.current:not(.opened)')) return;
      event.preventDefault();
      latest.current.choose(action);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [keys]);

  const still = open ? view.allowed_actions.find((action) => action.act === open.act) : null;
  return (
    <section className="card acts" aria-label={t('title')}>
      <div role="status" className={note && !error ? 'notice good' : note ? 'notice wait' : 'visually-hidden'}>{state === 'lost' ? t('lost') : state === 'sending' ? t('sending') : note}</div>
      <Failure error={error} {...(open && isLost(error) ? { retry: () => void run(open, typed[open.act] ?? {}) } : {})} />
      {view.allowed_actions.length === 0 && !open && <p className="soft flat">{t('nothing')}</p>}
      <div className="row">
        {view.allowed_actions.map((action, index) => (
          <button
            key={action.act} disabled={busy || claimed.includes(action.role)} aria-expanded={open?.act === action.act} aria-keyshortcuts={keys && index < 9 ? String(index + 1) : undefined}
            className={kEnding.includes(action.act) ? 'danger' : index === 0 ? 'primary' : ''} onClick={() => choose(action)}
          >
            {keys && index < 9 && <kbd>{index + 1}</kbd>}{capital(pick(action.zh, action.en))}
          </button>
        ))}
      </div>
      {open && !still && <p className="notice wait">{t('gone')}</p>}
      {open && (
        <ActForm
          kind={kind} view={view} action={still ?? open} values={typed[open.act] ?? {}} busy={busy} blocked={!still || claimed.includes(still.role)}
          onValues={(values) => setTyped((all) => ({ ...all, [open.act]: values }))} onSubmit={() => void run(still ?? open, typed[open.act] ?? {})} onFold={() => setOpen(null)}
        />
      )}
      {view.refused_actions.length > 0 && (
        <details>
          <summary>{t('not_yet')} ({view.refused_actions.length})</summary>
          <dl>
            {view.refused_actions.map((action) => (
              <div key={action.act} className="pair"><dt>{capital(pick(action.zh, action.en))}</dt><dd>{action.because.map((finding) => `${pick(finding.zh, finding.en)} ${finding.rule}`).join('; ')}</dd></div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
