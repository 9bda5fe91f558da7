// What stands around every page: bar with the doors a person has, any-number search, language, sign-out.
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { call, setCsrf } from '../api/client';
import type { Role, Who } from '../api/types';
import { endKeepers } from '../editor/open_keepers';
import { useService } from '../service';
import { hasRole } from '../session';
import { common } from '../text/common';
import { useLanguage, usePick, useWords } from '../text/text';

/** What is being typed is saved first, as far as that is quick; the rest waits on this computer. */
const kPatienceMs = 4000;

interface Door { to: string; label: keyof typeof common; roles: Role[] }
const kDoors: Door[] = [
  { to: '/app/cases', label: 'nav_cases', roles: ['enterprise'] },
  { to: '/app/declarations/new', label: 'nav_new_declaration', roles: ['enterprise'] },
  { to: '/app/applications/new', label: 'nav_new_application', roles: ['enterprise'] },
  { to: '/app/drafts', label: 'nav_drafts', roles: ['enterprise'] },
  { to: '/app/master-data', label: 'nav_master', roles: ['enterprise'] },
  { to: '/app/unit', label: 'nav_unit', roles: ['enterprise'] },
  { to: '/app/work', label: 'nav_work', roles: ['desk', 'inspector', 'laboratory', 'fee_desk', 'certificate_desk', 'supervisor'] },
  { to: '/app/counter', label: 'nav_counter', roles: ['desk'] },
  { to: '/app/admin', label: 'nav_admin', roles: ['administrator'] },
  { to: '/app/editions', label: 'nav_headquarters', roles: ['headquarters'] },
  { to: '/figures', label: 'nav_figures', roles: ['supervisor', 'administrator', 'headquarters'] },
];

function Search() {
  const t = useWords(common);
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) go(`/app/search?q=${encodeURIComponent(text.trim())}`);
  };
  return (
    <form role="search" onSubmit={submit}>
      <input type="search" aria-label={t('search')} placeholder={t('search_hint')} value={text} onChange={(e) => setText(e.target.value)} />
    </form>
  );
}

export function Frame({ who, children }: { who: Who | null; children: ReactNode }) {
  const t = useWords(common);
  const pick = usePick();
  const client = useQueryClient();
  const { language, setLanguage } = useLanguage();
  const [at, go] = useLocation();
  const training = useService()?.training;
  const signOut = async () => {
    await endKeepers(kPatienceMs);
    await call('/v1/sessions/current', { method: 'DELETE', body: {} }).catch(() => undefined);
    setCsrf('', '');
    client.clear();
    client.setQueryData(['who'], null);
    go('/');
  };
  return (
    <>
      <a className="skip" href="#content">{t('skip_to_content')}</a>
      {training && <div className="training-strip">{t('training')}</div>}
      <header className="bar">
        <Link className="brand" href={who ? '/app' : '/'}>{t('product')}</Link>
        <nav>
          {training && <Link href="/app/training" aria-current={at.startsWith('/app/training') ? 'page' : undefined}>{t('nav_training')}</Link>}
          {kDoors.filter((door) => hasRole(who, ...door.roles)).map((door) => (
            <Link key={door.to} href={door.to} aria-current={at.startsWith(door.to) ? 'page' : undefined}>{t(door.label)}</Link>
          ))}
          {!who && <a href="/verify">{t('nav_check')}</a>}
        </nav>
        <div className="right">
          {who && <Search />}
          <button lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{t('other_language')}</button>
          {who ? (
            <>
              <Link href="/app/sessions" title={pick(who.office_name_zh || who.unit_name_zh, who.office_name_en || who.unit_name_en)}>{who.name}</Link>
              <button onClick={() => void signOut()}>{t('sign_out')}</button>
            </>
          ) : <Link href="/app/sign-in">{t('sign_in')}</Link>}
        </div>
      </header>
      <main id="content" tabIndex={-1}>{children}</main>
    </>
  );
}
