import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { kChannels } from '../text/case_words';
import { showInstant, useWords, type Words } from '../text/text';

const words = {
  title: ['登录记录', 'Sessions'],
  explain: ['您在这些地方登录着。不认识的,请结束它,并修改密码。', 'You are signed in at these places. End the one you do not know, and change your password.'],
  since: ['登录时间', 'Since'], until: ['有效至', 'Until'], door: ['入口', 'Door'], peer: ['地址', 'Address'], software: ['浏览器', 'Browser'],
  current: ['本次', 'This one'], end: ['结束', 'End'],
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

export default function Sessions() {
  const t = useWords(words);
  const door = useWords<Words>(kChannels);
  useTitle(t('title'));
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['sessions'], queryFn: () => call<{ sessions: Session[] }>('/v1/sessions') });
  const end = useMutation({
    mutationFn: (id: string) => call(`/v1/sessions/${id}`, { method: 'DELETE', body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  if (list.isPending) return <Busy />;
  return (
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
  );
}
