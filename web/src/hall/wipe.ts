// The end of one person at a hall terminal: what was typed goes to the unit's drafts, the session ends, and nothing of it stays in this browser.
import { call } from '../api/client';
import { endKeepers } from '../editor/open_keepers';
import { closeVault } from '../editor/vault';
import { kHall } from './mode';

const kPatienceMs = 4000;
const inTime = (work: Promise<unknown>) => Promise.race([work.catch(() => undefined), new Promise((done) => setTimeout(done, kPatienceMs))]);

async function clearStorage() {
  localStorage.clear();
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  for (const name of await caches.keys()) await caches.delete(name);
}

/** Leaves the document for good: memory goes with it, and no entry of the history leads back. The answer of the platform clears what a page cannot reach. */
export async function wipe() {
  await endKeepers(kPatienceMs);
  await inTime(call('/v1/sessions/current', { method: 'DELETE', body: {} }));
  closeVault();
  await inTime(clearStorage());
  location.replace(kHall);
}
