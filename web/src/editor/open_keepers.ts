// The drafts that are open in this tab. They outlive their pages, so whoever signs out ends them first.
import type { DraftKeeper } from './draft_keeper';

export const keepers = new Map<string, DraftKeeper>();

/** What is typed goes to the platform as far as that takes no longer than `patienceMs`; then nothing is written any more. */
export async function endKeepers(patienceMs: number) {
  const all = [...keepers.values()];
  const patience = new Promise((done) => setTimeout(done, patienceMs));
  await Promise.race([Promise.all(all.map((keeper) => keeper.end())).catch(() => undefined), patience]);
  for (const keeper of all) keeper.stop();
}
