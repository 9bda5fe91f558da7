// Nobody there any more? The last seconds are counted on the screen; any key, click or touch goes on.
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../text/text';
import { idleMs, kIdleMs, kWarningMs, noteUse } from './mode';
import { hallWords } from './words';

const kUses = ['keydown', 'pointerdown', 'wheel', 'touchmove', 'input'] as const;
const kStepMs = 250;
/** Between two notes of use: a note a second is enough. */
const kNoteMs = 1000;

export function IdleGuard({ onGone }: { onGone: () => void }) {
  const [left, setLeft] = useState<number | null>(null);   // seconds, while the warning stands
  const gone = useRef(onGone);
  gone.current = onGone;
  const warned = left !== null;
  const goOn = () => { noteUse(); setLeft(null); };

  useEffect(() => {
    const look = () => {
      const rest = kIdleMs - idleMs();
      if (rest <= 0) gone.current();
      else setLeft(rest <= kWarningMs ? Math.ceil(rest / 1000) : null);
    };
    look();
    const timer = setInterval(look, kStepMs);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('afterprint', noteUse);   // the print dialog stands above the page: it was used, not we
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('afterprint', noteUse);
    };
  }, []);
  useEffect(() => {
    if (warned) return;
    const use = () => { if (idleMs() > kNoteMs) noteUse(); };
    for (const name of kUses) window.addEventListener(name, use, { capture: true, passive: true });
    return () => { for (const name of kUses) window.removeEventListener(name, use, { capture: true }); };
  }, [warned]);
  return left === null ? null : <Warning left={left} onGoOn={goOn} onFinish={onGone} />;
}

function Warning({ left, onGoOn, onFinish }: { left: number; onGoOn: () => void; onFinish: () => void }) {
  const t = useWords(hallWords);
  const box = useRef<HTMLDialogElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const latest = useRef(onGoOn);
  latest.current = onGoOn;
  useLayoutEffect(() => {
    const dialog = box.current;
    if (!dialog?.open) dialog?.showModal();
    first.current?.focus();
    // The key that goes on is not typed into the form; Tab, Enter and the space bar choose between the two buttons.
    const key = (event: KeyboardEvent) => {
      if (['Tab', 'Shift', 'Enter', ' '].includes(event.key)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      latest.current();
    };
    const press = (event: Event) => { if (!(event.target instanceof Element && event.target.closest('dialog.idle button'))) latest.current(); };
    window.addEventListener('keydown', key, true);
    window.addEventListener('pointerdown', press, true);
    window.addEventListener('wheel', press, { capture: true, passive: true });
    return () => {
      window.removeEventListener('keydown', key, true);
      window.removeEventListener('pointerdown', press, true);
      window.removeEventListener('wheel', press, { capture: true });
      dialog?.close();   // while it still stands in the page: the focus goes back to where it was
    };
  }, []);
  const said = left > 10 ? 15 : left > 5 ? 10 : 5;   // said three times, not every second
  return (
    <dialog ref={box} className="idle" role="alertdialog" aria-labelledby="idle-title" aria-describedby="idle-said" onCancel={(event) => event.preventDefault()}>
      <h2 id="idle-title">{t('idle_title')}</h2>
      <p aria-hidden="true" className="countdown number">{left}</p>
      <p>{t('idle_text', left)}</p>
      <p id="idle-said" className="visually-hidden" role="alert">{t('idle_said', said)}</p>
      <div className="row end">
        <button type="button" onClick={onFinish}>{t('finish')}</button>
        <button type="button" className="primary" ref={first} onClick={onGoOn}>{t('go_on')}</button>
      </div>
    </dialog>
  );
}
