import { useSyncExternalStore } from 'react';

/** Whether the window is narrower than that many pixels. */
export function useNarrow(pixels: number): boolean {
  const query = window.matchMedia(`(max-width: ${pixels - 1}px)`);
  return useSyncExternalStore(
    (changed) => { query.addEventListener('change', changed); return () => query.removeEventListener('change', changed); },
    () => query.matches,
  );
}
