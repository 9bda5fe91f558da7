// Who is signed in, and the one event stream of the page.
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { ApiError, call, setCsrf } from './api/client';
import type { Role, Who } from './api/types';

let person = '';   // whose answers this page holds
/** From now on this is who sits here. What was read for somebody else is forgotten. */
function sits(client: QueryClient, who: Who): Who {
  if (person !== who.sign_in) client.removeQueries({ predicate: (query) => !['who', 'service'].includes(String(query.queryKey[0])) });
  person = who.sign_in;
  setCsrf(who.csrf, who.sign_in);
  return who;
}
export const signedIn = (client: QueryClient, who: Who) => void client.setQueryData(['who'], sits(client, who));

export function useWho() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['who'],
    staleTime: 5 * 60_000,
    queryFn: async () => {
      try {
        return sits(client, await call<Who>('/v1/sessions/current'));
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
  });
  useEffect(() => {
    const end = () => client.setQueryData(['who'], null);
    window.addEventListener('datong-signed-out', end);
    return () => window.removeEventListener('datong-signed-out', end);
  }, [client]);
  return query;
}

const WhoContext = createContext<Who | null>(null);
/** The person signed in; only below a page that demands one. */
export function useMe(): Who {
  const who = useContext(WhoContext);
  if (!who) throw new Error('useMe outside a signed-in page');
  return who;
}
export const WhoProvider = ({ who, children }: { who: Who; children: ReactNode }) => <WhoContext value={who}>{children}</WhoContext>;
export const hasRole = (who: Who | null | undefined, ...roles: Role[]) => !!who && roles.some((role) => who.roles.includes(role));

export type EventName = 'mailbox' | 'work' | 'draft';
type Listener = (data: Record<string, unknown>) => void;
interface Events { listen: (name: EventName, listener: Listener) => () => void }
const EventsContext = createContext<Events | null>(null);

const kAgainMs = 5000;

/** Opens GET /v1/events once. A stream that breaks the browser opens again; one that was refused it gives up for ever, so this does. */
export function EventsProvider({ children }: { children: ReactNode }) {
  const listeners = useRef(new Map<EventName, Set<Listener>>());
  useEffect(() => {
    let source: EventSource, timer: number | undefined, opened = false, gone = false;
    const tell = (name: EventName, data: Record<string, unknown>) => { for (const listener of listeners.current.get(name) ?? []) listener(data); };
    const again = () => {  // an ended session leads to the sign-in
      timer = window.setTimeout(() => void call('/v1/sessions/current').then(() => { if (!gone) open(); }, () => { if (!gone) again(); }), kAgainMs);
    };
    const open = () => {
      source = new EventSource('/v1/events');
      for (const name of ['mailbox', 'work', 'draft'] as const) {
        source.addEventListener(name, (event) => {
          let data: Record<string, unknown> = {};
          try { data = JSON.parse((event as MessageEvent<string>).data) as Record<string, unknown>; } catch { return; }
          tell(name, data);
        });
      }
      source.onopen = () => {
        if (opened) tell('draft', {});  // mailbox and work are told at the opening
        opened = true;
      };
      source.onerror = () => { if (source.readyState === EventSource.CLOSED) again(); };
    };
    open();
    return () => { gone = true; clearTimeout(timer); source.close(); };
  }, []);
  const events = useMemo<Events>(() => ({
    listen: (name, listener) => {
      const set = listeners.current.get(name) ?? new Set<Listener>();
      listeners.current.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  }), []);
  return <EventsContext value={events}>{children}</EventsContext>;
}

export function useEvent(name: EventName, listener: Listener) {
  const events = useContext(EventsContext);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => events?.listen(name, (data) => latest.current(data)), [events, name]);
}

const kSoonMs = 400;
/** Does `work` soon after such an event: once for as many as come until then. */
export function useEventSoon(name: EventName, work: () => void, concerns: (data: Record<string, unknown>) => boolean = () => true) {
  const timer = useRef<number>(undefined);
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => () => { clearTimeout(timer.current); timer.current = undefined; }, []);
  useEvent(name, (data) => {
    if (concerns(data)) timer.current ??= window.setTimeout(() => { timer.current = undefined; latest.current(); }, kSoonMs);
  });
}
