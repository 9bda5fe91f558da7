// The rules run over the whole form when the person pauses: never between a key and its paint.
import type { DraftKeeper } from './draft_keeper';
import { legalDay } from './form_spec';
import type { Rules } from './rules';

const kPauseMs = 150;

export function reviewWhileEditing(keeper: DraftKeeper, rules: Rules): () => void {
  const { store } = keeper;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let idle = 0;
  let stopped = false;
  const review = () => store.setLocalFindings(rules.review(store.document(), legalDay()));
  const run = () => {
    try {
      review();
      // Tariff rows of codes just typed come from the platform; without them the rest is still said.
      void rules.fetchMissing().then((more) => { if (more && !stopped) review(); }).catch(() => undefined);
    } catch { /* a text no form can carry (a NUL): the platform's check says so */ }
  };
  const inIdle = () => { if ('requestIdleCallback' in window) idle = requestIdleCallback(run, { timeout: 1000 }); else run(); };
  const later = () => { clearTimeout(timer); timer = setTimeout(inIdle, kPauseMs); };
  const stop = store.on('change', later);
  run();
  return () => { stopped = true; stop(); clearTimeout(timer); if (idle && 'cancelIdleCallback' in window) cancelIdleCallback(idle); };
}
