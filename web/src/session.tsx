// Who is signed in, and the one event stream of the page.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { ApiError, call, setCsrf } from './api/client';
import type { Role, Who } from './api/types';

export function useWho() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['who'],
    staleTime: 5 * 60_000,
    queryFn: async () => {
      try {
        const who = await call<Who>('/v1/sessions/current');
        setCsrf(who.csrf, who.sign_in);
        return who;
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

/** Opens GET /v1/events once; the browser reconnects by itself. */
export function EventsProvider({ children }: { children: ReactNode }) {
  const listeners = useRef(new Map<EventName, Set<Listener>>());
  useEffect(() => {
    const source = new EventSource('/v1/events');
    const names: EventName[] = ['mailbox', 'work', 'draft'];
    for (const name of names) {
      source.addEventListener(name, (event) => {
        let data: Record<string, unknown> = {};
        try { data = JSON.parse((event as MessageEvent<string>).data) as Record<string, unknown>; } catch { return; }
        for (const listener of listeners.current.get(name) ?? []) listener(data);
      });
    }
    return () => source.close();
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
