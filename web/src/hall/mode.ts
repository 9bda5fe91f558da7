// Whether this is a hall terminal: a computer many people use one after the other. Its pages stand below /hall; there nothing is written but to
// the tab's own session storage, and that is wiped.
export const kHall = '/hall';
export const isHall = () => location.pathname === kHall || location.pathname.startsWith(`${kHall}/`);

/** Where a choice of the person is kept: on a computer of one's own for good, at a hall terminal as long as the tab. */
export const choices = (): Storage => (isHall() ? sessionStorage : localStorage);

/** A person who went away is taken to have gone (the server ends what this page could not, after five minutes). */
export const kIdleMs = 60_000;
/** The last part of it, told on the screen. */
export const kWarningMs = 15_000;

const kUsed = 'datong-hall-used';
/** Written in this tab only: a session whose tab is gone is nobody's. */
export const noteUse = () => sessionStorage.setItem(kUsed, String(Date.now()));
/** Since the person last touched anything; Infinity when nobody signed in in this tab. */
export function idleMs(): number {
  const used = Number(sessionStorage.getItem(kUsed) ?? 0);
  if (!used) return Infinity;
  if (used > Date.now()) noteUse();   // the clock was set back
  return Math.max(0, Date.now() - used);
}
