// The rules run over the whole form when the person pauses: never between a key and its paint.
import type { DraftKeeper } from './draft_keeper';
import { legalDay } from './form_spec';
import type { Rules } from './rules';

const kPauseMs = 150;

export function reviewWhileEditing(keeper: DraftKeeper, rules: Rules): () => void {
  const { store } = keeper;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let idle = 0;
  const run = () => store.setLocalFindings(rules.review(keeper.kept.form, store.document(), legalDay()));
  const inIdle = () => { if ('requestIdleCallback' in window) idle = requestIdleCallback(run, { timeout: 1000 }); else run(); };
  const later = () => { clearTimeout(timer); timer = setTimeout(inIdle, kPauseMs); };
  const stop = store.on('change', later);
  run();
  return () => { stop(); clearTimeout(timer); if (idle && 'cancelIdleCallback' in window) cancelIdleCallback(idle); };
}
