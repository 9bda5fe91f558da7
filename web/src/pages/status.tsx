// Whether the service answers, as this browser sees it.
import { useQuery } from '@tanstack/react-query';
import { send } from '../api/client';
import { useTitle } from '../components/title';
import { showInstant, useWords, type Words } from '../text/text';

const words = {
  title: ['服务状态', 'Service status'],
  good: ['平台正常,可以申报。', 'The platform answers; declarations are taken.'],
  no_data: ['平台在运行,但没有装入数据,暂不能受理。', 'The platform runs, but no dated data is loaded: nothing can be taken.'],
  bad: ['连不上平台。请稍后用同样的内容再试:重复提交不会重复受理。', 'The platform cannot be reached. Try again later with the same content: sending twice is never taken twice.'],
  round: ['往返用时', 'Round trip'], clock: ['平台时间', "Platform's clock"], edition: ['数据版本', 'Edition of the data'], checked: ['检查时间', 'Checked at'],
  again: ['再检查', 'Check again'],
} satisfies Words;

interface Health { status: string; edition: string; at: string }

export default function Status() {
  const t = useWords(words);
  useTitle(t('title'));
  const health = useQuery({
    queryKey: ['health'],
    gcTime: 0,
    retry: false,
    queryFn: async () => {
      const begun = performance.now();
      const body = await (await send('/health')).json() as Health;
      return { ...body, ms: Math.round(performance.now() - begun), checked: new Date().toISOString() };
    },
  });
  const state = health.data;
  return (
    <section className="card" style={{ maxWidth: 640, margin: '0 auto' }}>
      <h1>{t('title')}</h1>
      {health.isError && <p role="status" className="notice bad">{t('bad')}</p>}
      {state && <p role="status" className={`notice ${state.status === 'ok' ? 'good' : 'wait'}`}>{state.status === 'ok' ? t('good') : t('no_data')}</p>}
      {state && (
        <dl style={{ marginBottom: 12 }}>
          <dt>{t('round')}</dt><dd>{state.ms} ms</dd>
          <dt>{t('clock')}</dt><dd>{showInstant(state.at)}</dd>
          <dt>{t('edition')}</dt><dd className="small">{state.edition.slice(0, 16)}</dd>
          <dt>{t('checked')}</dt><dd>{showInstant(state.checked)}</dd>
        </dl>
      )}
      <p><button onClick={() => void health.refetch()} disabled={health.isFetching}>{t('again')}</button></p>
    </section>
  );
}
