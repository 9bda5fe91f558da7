import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { useMe } from '../session';
import { kChannels } from '../text/case_words';
import { showInstant, useWords, type Words } from '../text/text';
import '../components/cases.css';

const words = {
  title: ['登录记录', 'Sessions'],
  explain: ['您在这些地方登录着。不认识的,请结束它,并修改密码。', 'You are signed in at these places. End the one you do not know, and change your password.'],
  since: ['登录时间', 'Since'], until: ['有效至', 'Until'], door: ['入口', 'Door'], peer: ['地址', 'Address'], software: ['浏览器', 'Browser'],
  current: ['本次', 'This one'], end: ['结束', 'End'],
  password: ['修改密码', 'Change your password'], present: ['现在的密码', 'Present password'], next: ['新密码(12 至 64 个字符)', 'New password (12 to 64 characters)'], again: ['再输一次新密码', 'New password again'],
  differ: ['两次输入的新密码不一样。', 'The two new passwords differ.'], change: ['修改', 'Change'], changed: ['密码已修改;您在别处的登录都已结束。', 'The password is changed; your sessions elsewhere have ended.'],
} satisfies Words;

interface Session { id: string; door: string; peer: string; software: string; since: string; expires_at: string; current: boolean }

/** "Chrome 141 · Linux" of what a browser says of itself; other programs as they call themselves. */
function shortName(software: string): string {
  const browser = ['Edg', 'OPR', 'Firefox', 'HeadlessChrome', 'Chrome', 'Version'].map((name) => software.match(new RegExp(`${name}/(\\d+)`))).find(Boolean);
  const system = /Android|iPhone|iPad|Windows|Mac OS X|Linux/.exec(software)?.[0];
  if (!browser || !system) return software;
  const name = browser[0].split('/')[0] ?? '';
  return `${({ Edg: 'Edge', OPR: 'Opera', Version: 'Safari', HeadlessChrome: 'Chrome' } as Record<string, string>)[name] ?? name} ${browser[1]} · ${system}`;
}

function PasswordForm() {
  const t = useWords(words);
  const client = useQueryClient();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [differ, setDiffer] = useState(false);
  const order = useMutation({
    mutationFn: () => call('/v1/password', { method: 'PUT', body: { present, password: next } }),
    onSuccess: () => {
      for (const set of [setPresent, setNext, setAgain]) set('');
      void client.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setDiffer(next !== again);
    if (next === again) order.mutate();
  };
  return (
    <section className="card">
      <h2>{t('password')}</h2>
      <Failure error={order.error} />
      {differ && <p className="notice bad" role="alert">{t('differ')}</p>}
      <div role="status">{order.isSuccess && !differ && <p className="notice good">{t('changed')}</p>}</div>
      <form onSubmit={submit} className="filters">
        <label>{t('present')}<input required type="password" maxLength={256} autoComplete="current-password" value={present} onChange={(e) => setPresent(e.target.value)} /></label>
        <label>{t('next')}<input required type="password" minLength={12} maxLength={64} autoComplete="new-password" value={next} onChange={(e) => setNext(e.target.value)} /></label>
        <label>{t('again')}<input required type="password" maxLength={64} autoComplete="new-password" value={again} onChange={(e) => setAgain(e.target.value)} /></label>
        <button disabled={order.isPending}>{t('change')}</button>
      </form>
    </section>
  );
}

export default function Sessions() {
  const t = useWords(words);
  const door = useWords<Words>(kChannels);
  useTitle(t('title'));
  const me = useMe();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['sessions'], queryFn: () => call<{ sessions: Session[] }>('/v1/sessions') });
  const end = useMutation({
    mutationFn: (id: string) => call(`/v1/sessions/${id}`, { method: 'DELETE', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  if (list.isPending) return <Busy />;
  return (
    <>
      <section className="card">
        <h1>{t('title')}</h1>
        <p className="soft">{t('explain')}</p>
        <Failure error={list.error ?? end.error} />
        <div className="scroll">
          <table>
            <thead><tr><th>{t('since')}</th><th>{t('until')}</th><th>{t('door')}</th><th>{t('peer')}</th><th>{t('software')}</th><th /></tr></thead>
            <tbody>
              {list.data?.sessions.map((s) => (
                <tr key={s.id}>
                  <td className="number">{showInstant(s.since)}</td><td className="number">{showInstant(s.expires_at)}</td><td>{door(s.door)}</td><td>{s.peer}</td><td title={s.software}>{shortName(s.software)}</td>
                  <td>{s.current ? <span className="tag good">{t('current')}</span> : <button onClick={() => end.mutate(s.id)}>{t('end')}</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {!me.training && <PasswordForm />}
    </>
  );
}
