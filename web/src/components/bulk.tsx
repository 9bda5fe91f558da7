// One act on many chosen cases; each is done or said why not, one by one.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { Orders } from '../api/order';
import type { Problem } from '../api/types';
import { useActName } from '../text/act_words';
import { common } from '../text/common';
import { capital, usePick, useWords, type Words } from '../text/text';
import { Failure, useFailureWords } from './failure';
import { InspectorChoice } from './inspector_choice';
import type { WorkRow } from './work_rows';

const words = {
  chosen: ['已选 {0} 件', '{0} chosen'], clear: ['不选了', 'Clear'], done: ['{0} 件已办', '{0} done'], not_done: ['{0} 件没有办成:', '{0} not done:'], sending: ['正在办理', 'Being done'], nothing: ['所选的没有可以一起办的事项。', 'There is nothing these could be given together.'],
} satisfies Words;

/** Acts that the platform does on many cases at once, as its table says. */
const kBulk = ['accept', 'assign', 'calculate_fee', 'release', 'close'];
const kAtOnce = 100;  // the platform takes so many in one order
interface Item { case: string; done: boolean; problem?: Problem }

export function BulkBar({ rows, onCleared }: { rows: WorkRow[]; onCleared: () => void }) {
  const t = useWords({ ...common, ...words });
  const act = useActName();
  const pick = usePick();
  const failureWords = useFailureWords();
  const client = useQueryClient();
  const [inspector, setInspector] = useState('');
  const [orders] = useState(() => new Orders());
  const [progress, setProgress] = useState('');
  const order = useMutation({
    mutationFn: async (name: string) => {
      const items: Item[] = [];
      for (let from = 0; from < rows.length; from += kAtOnce) {
        setProgress(`${from} / ${rows.length}`);
        const cases = rows.slice(from, from + kAtOnce).map((row) => row.case);
        items.push(...(await orders.send<{ items: Item[] }>('/v1/work/acts', { act: name, parameters: name === 'assign' ? { inspector } : {}, cases }, () => undefined)).items);
      }
      return { items };
    },
    onSettled: () => { void client.invalidateQueries({ queryKey: ['work'] }); void client.invalidateQueries({ queryKey: ['case'] }); },
  });
  const acts = kBulk.filter((name) => rows.some((row) => row.acts.includes(name)));
  const refused = order.data?.items.filter((item) => !item.done) ?? [];
  const nameOf = (id: string) => { const row = rows.find((one) => one.case === id); return row ? row.title || row.reference : id; };
  const assigned = rows.find((row) => row.acts.includes('assign'));
  return (
    <div className="notice" role="region" aria-label={t('chosen', rows.length)}>
      <div className="row">
        <strong>{t('chosen', rows.length)}</strong>
        {acts.map((name) => (
          <button key={name} className="primary" disabled={order.isPending || (name === 'assign' && !inspector)} onClick={() => order.mutate(name)}>
            {capital(act('declaration', name))} ({rows.filter((row) => row.acts.includes(name)).length})
          </button>
        ))}
        {assigned && <InspectorChoice id="bulk-inspector" label={act('declaration', 'assign')} caseId={assigned.case} not={[]} value={inspector} onChange={setInspector} />}
        <button onClick={onCleared}>{t('clear')}</button>
      </div>
      {acts.length === 0 && <p className="soft flat">{t('nothing')}</p>}
      <Failure error={order.error} />
      {order.isPending && <p role="status">{t('sending')} {progress}</p>}
      {order.data && (
        <div role="status">
          <p className="flat">{t('done', order.data.items.length - refused.length)}{refused.length > 0 && ` · ${t('not_done', refused.length)}`}</p>
          <ul>{refused.map((item) => <li key={item.case}>{nameOf(item.case)}: {item.problem?.findings?.map((finding) => `${pick(finding.zh, finding.en)} ${finding.rule}`).join('; ') || (item.problem && failureWords(new ApiError(item.problem.status, item.problem)))}</li>)}</ul>
        </div>
      )}
    </div>
  );
}
