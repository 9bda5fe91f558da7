// The table of pages: path, who it is for, what is loaded for it. A page is a file of its own, fetched when it is opened.
import { type ComponentType, lazy, type LazyExoticComponent, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import type { Role, Who } from './api/types';
import { Busy } from './components/busy';
import { Failure } from './components/failure';
import { Frame } from './components/frame';
import { isHall, kHall } from './hall/mode';
import { NotFound } from './pages/not_found';
import { SignIn } from './pages/sign_in';
import { EventsProvider, hasRole, useWho, WhoProvider } from './session';

interface Page {
  path: string;
  roles: Role[] | 'signed_in' | 'open';
  page: LazyExoticComponent<ComponentType>;
}

const Hall = lazy(() => import('./hall/hall'));

const kWorkers: Role[] = ['desk', 'inspector', 'laboratory', 'fee_desk', 'certificate_desk', 'supervisor'];
/** Who fills in forms: enterprises, and a desk officer at the counter. */
const kEnters: Role[] = ['enterprise', 'desk'];

export const kPages: Page[] = [
  { path: '/', roles: 'open', page: lazy(() => import('./pages/start')) },
  { path: '/figures', roles: 'open', page: lazy(() => import('./pages/figures')) },
  { path: '/status', roles: 'open', page: lazy(() => import('./pages/status')) },
  { path: '/app/counter', roles: ['desk'], page: lazy(() => import('./pages/counter')) },
  { path: '/app/training', roles: 'open', page: lazy(() => import('./pages/training')) },
  { path: '/app/admin', roles: ['administrator'], page: lazy(() => import('./pages/admin')) },
  { path: '/app/editions', roles: ['headquarters'], page: lazy(() => import('./pages/editions')) },
  { path: '/app/declarations/new', roles: kEnters, page: lazy(() => import('./pages/new_declaration')) },
  { path: '/app/applications/new', roles: kEnters, page: lazy(() => import('./pages/new_application')) },
  { path: '/app/drafts', roles: kEnters, page: lazy(() => import('./pages/drafts')) },
  { path: '/app/drafts/:key', roles: kEnters, page: lazy(() => import('./pages/draft')) },
  { path: '/app/master-data', roles: kEnters, page: lazy(() => import('./pages/master_data')) },
  { path: '/app/cases', roles: ['enterprise'], page: lazy(() => import('./pages/cases')) },
  { path: '/app/search', roles: 'signed_in', page: lazy(() => import('./pages/search')) },
  { path: '/app/work', roles: kWorkers, page: lazy(() => import('./pages/work')) },
  { path: '/app/declarations/:id', roles: 'signed_in', page: lazy(() => import('./pages/declaration')) },
  { path: '/app/applications/:id', roles: 'signed_in', page: lazy(() => import('./pages/application')) },
  { path: '/app/unit', roles: ['enterprise'], page: lazy(() => import('./pages/unit')) },
  { path: '/app/sessions', roles: 'signed_in', page: lazy(() => import('./pages/sessions')) },
];

const kHomes: [Role[], string][] = [
  [['enterprise'], '/app/cases'],
  [kWorkers, '/app/work'],
  [['administrator'], '/app/admin'],
  [['headquarters'], '/app/editions'],
];
const homeOf = (who: Who) => kHomes.find(([roles]) => hasRole(who, ...roles))?.[1] ?? '/app/sessions';

/** A hall terminal's session has its pages below /hall only. */
function ToHall() {
  useEffect(() => location.replace(kHall + (location.pathname.startsWith('/app/') ? location.pathname + location.search : '')), []);
  return <Busy />;
}

export function App() {
  const who = useWho();
  if (who.isPending) return <Busy />;
  const me = who.data ?? null;
  const unknown = who.error && who.data === undefined ? <Failure error={who.error} retry={() => void who.refetch()} /> : null;  // unreachable is not signed out
  if (isHall() && unknown) return unknown;
  if (isHall()) return <Suspense fallback={<Busy />}><Hall who={me} /></Suspense>;
  if (me?.channel === 'hall_terminal') return <ToHall />;
  const inside = (page: Page) => {
    const Content = page.page;
    if (page.roles === 'open') return <Content />;
    if (!me) return unknown ?? <SignIn />;
    if (page.roles !== 'signed_in' && !hasRole(me, ...page.roles)) return <NotFound />;
    return <WhoProvider key={me.sign_in} who={me}><EventsProvider><Content /></EventsProvider></WhoProvider>;
  };
  return (
    <Frame who={me}>
      <Suspense fallback={<Busy />}>
        <Switch>
          {kPages.map((page) => <Route key={page.path} path={page.path}>{inside(page)}</Route>)}
          <Route path="/app/sign-in">{me ? <Redirect to={homeOf(me)} /> : unknown ?? <SignIn />}</Route>
          <Route path="/app">{me ? <Redirect to={homeOf(me)} /> : unknown ?? <SignIn />}</Route>
          <Route><NotFound /></Route>
        </Switch>
      </Suspense>
    </Frame>
  );
}
