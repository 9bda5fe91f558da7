// The hall terminal (N08): a shell of its own around the same editor, for people who come and go. Every move replaces the history's one entry.
import { lazy, type MouseEvent, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { type AroundNavHandler, Link, Redirect, Route, Router, Switch, useLocation } from 'wouter';
import type { Who } from '../api/types';
import { Busy } from '../components/busy';
import { useTitle } from '../components/title';
import { NotFound } from '../pages/not_found';
import { SignIn } from '../pages/sign_in';
import { EventsProvider, WhoProvider } from '../session';
import { common } from '../text/common';
import { useLanguage, usePick, useWords } from '../text/text';
import './hall.css';
import { HallHome } from './home';
import { IdleGuard } from './idle';
import { idleMs, kHall, kIdleMs, noteUse } from './mode';
import { wipe } from './wipe';
import { hallWords } from './words';

const NewDeclaration = lazy(() => import('../pages/new_declaration'));
const NewApplication = lazy(() => import('../pages/new_application'));
const Draft = lazy(() => import('../pages/draft'));
const SearchPage = lazy(() => import('../pages/search'));
const HallCase = lazy(() => import('./hall_case'));
const Slip = lazy(() => import('./slip'));

const replacing: AroundNavHandler = (navigate, to, options) => navigate(to, { ...options, replace: true });

/** Links open here only: a tab beside would be forgotten. */
function stay(event: MouseEvent) {
  const modified = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
  if (modified && event.target instanceof Element && event.target.closest('a')) event.preventDefault();
}

export default function Hall({ who }: { who: Who | null }) {
  const t = useWords(hallWords);
  useTitle(t('title'));
  const [wiping, setWiping] = useState(false);
  const begun = useRef(false);
  const finish = useCallback(() => {
    if (begun.current) return;
    begun.current = true;
    setWiping(true);
    void wipe();
  }, []);
  // The session of somebody who closed the tab or walked away is ended, not taken over.
  const inHall = who?.channel === 'hall_terminal';
  const left = inHall && idleMs() >= kIdleMs;
  const ended = !inHall && idleMs() < Infinity;
  useEffect(() => { if (left || ended) finish(); }, [left, ended, finish]);
  useEffect(() => {
    document.documentElement.classList.add('hall');
    const back = (event: PageTransitionEvent) => { if (event.persisted) location.reload(); };
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);
  if (wiping || left || ended) return <p className="wiping" role="status">{t('wiping')}</p>;
  return (
    <Router base={kHall} aroundNav={replacing}>
      <div className="hall-page" onClickCapture={stay} onAuxClickCapture={stay}>
        {inHall ? <SignedIn key={who.sign_in} who={who} onFinish={finish} /> : <Door other={who} />}
      </div>
    </Router>
  );
}

function LanguageButton() {
  const t = useWords(common);
  const { language, setLanguage } = useLanguage();
  return <button type="button" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{t('other_language')}</button>;
}

function Door({ other }: { other: Who | null }) {
  const t = useWords({ ...common, ...hallWords });
  const form = useRef<HTMLElement>(null);
  // A name and a password that were typed and left standing go, too.
  useEffect(() => {
    let used = Date.now();
    const use = () => { used = Date.now(); };
    const look = () => { if (Date.now() - used >= kIdleMs && [...form.current?.querySelectorAll('input') ?? []].some((input) => input.value)) void wipe(); };
    const timer = setInterval(look, 1000);
    window.addEventListener('keydown', use, true);
    window.addEventListener('pointerdown', use, true);
    return () => { clearInterval(timer); window.removeEventListener('keydown', use, true); window.removeEventListener('pointerdown', use, true); };
  }, []);
  return (
    <>
      <header className="hall-bar"><strong>{t('product')} · {t('title')}</strong><span className="right"><LanguageButton /></span></header>
      <main id="content" tabIndex={-1} ref={form} className="door">
        <section>
          <h1>{t('welcome')}</h1>
          <p>{t('welcome_text')}</p>
          <p className="soft">{t('help')}</p>
          {other && <p className="notice wait">{t('other_session', other.name)} <a href="/app">{t('to_pages')}</a></p>}
        </section>
        <SignIn door="hall_terminal" onSignedIn={noteUse} />
      </main>
    </>
  );
}

function SignedIn({ who, onFinish }: { who: Who; onFinish: () => void }) {
  const t = useWords({ ...common, ...hallWords });
  const pick = usePick();
  const [at] = useLocation();
  return (
    <WhoProvider who={who}>
      <EventsProvider>
        <a className="skip" href="#content">{t('skip_to_content')}</a>
        {who.training && <div className="training-strip">{t('training')}</div>}
        <header className="hall-bar">
          <strong>{t('product')} · {t('title')}</strong>
          <span className="person">{who.name} · {pick(who.unit_name_zh, who.unit_name_en)}</span>
          <span className="right">
            {at !== '/' && <Link className="button" href="/">{t('start')}</Link>}
            <LanguageButton />
            <button type="button" className="finish" onClick={onFinish}>{t('finish')}</button>
          </span>
        </header>
        <main id="content" tabIndex={-1}>
          <Suspense fallback={<Busy />}>
            <Switch>
              <Route path="/"><HallHome /></Route>
              <Route path="/app/declarations/new"><NewDeclaration /></Route>
              <Route path="/app/applications/new"><NewApplication /></Route>
              <Route path="/app/drafts/:key"><Draft /></Route>
              <Route path="/app/search"><SearchPage /></Route>
              <Route path="/app/declarations/:id/slip"><Slip kind="declaration" /></Route>
              <Route path="/app/applications/:id/slip"><Slip kind="origin" /></Route>
              <Route path="/app/declarations/:id"><HallCase kind="declaration" /></Route>
              <Route path="/app/applications/:id"><HallCase kind="origin" /></Route>
              <Route path="/app/drafts"><Redirect to="/" /></Route>
              <Route><NotFound /></Route>
            </Switch>
          </Suspense>
        </main>
        <IdleGuard onGone={onFinish} />
      </EventsProvider>
    </WhoProvider>
  );
}
