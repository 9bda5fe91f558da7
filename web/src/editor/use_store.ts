// How components listen to the form: each to exactly what it shows.
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Finding } from '../api/types';
import type { Counts, FormStore, Row } from './form_store';

export const StoreContext = createContext<FormStore | null>(null);
export function useForm(): FormStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('a field outside the editor');
  return store;
}

export function useValue(row: Row, field: string): string {
  const store = useForm();
  return useSyncExternalStore(useCallback((tell) => store.onValue(row, field, tell), [store, row, field]), () => store.value(row, field));
}

export function useRows(row: Row, group: string): readonly Row[] {
  const store = useForm();
  return useSyncExternalStore(useCallback((tell) => store.onRows(row, group, tell), [store, row, group]), () => store.rows(row, group));
}

export function useUi<T>(name: string, fallback: T): T {
  const store = useForm();
  return useSyncExternalStore(useCallback((tell) => store.on(`ui:${name}`, tell), [store, name]), () => store.ui(name, fallback));
}

/** Findings to be shown at a place: an empty field nobody has been at yet is not shouted at until the form is checked. */
export function useShownFindings(row: Row, field: string): readonly Finding[] {
  const store = useForm();
  useSyncExternalStore(useCallback((tell) => store.onPlace(row, field, tell), [store, row, field]), () => store.placeVersion(row, field));
  const all = useUi('show_all', false);
  const found = store.findings(row, field);
  return found.length && (all || field === '' || store.value(row, field) || store.wasVisited(row, field)) ? found : kNone;
}
const kNone: readonly Finding[] = [];

export function useCounts(): Counts {
  const store = useForm();
  return useSyncExternalStore(useCallback((tell) => store.on('counts', tell), [store]), () => store.counts);
}

export function useRoot(): Row {
  const store = useForm();
  return useSyncExternalStore(useCallback((tell) => store.on('document', tell), [store]), () => store.root);
}

/** What the form consists of now; it changes with the direction or the kind of certificate. */
export function useSpec() {
  const store = useForm();
  return useSyncExternalStore(useCallback((tell) => store.on('spec', tell), [store]), () => store.spec);
}
