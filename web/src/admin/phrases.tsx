// The phrase library of an office: words for reasons, chosen when an act asks for them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { common } from '../text/common';
import { usePick, useWords } from '../text/text';
import { adminWords } from './words';

interface Phrase { act: string; zh: string; en: string }
interface OfficePhrases { office: string; version: number; own?: boolean; phrases: Phrase[] }
const kActs: [act: string, zh: string, en: string][] = [
  ['', '任何事项', 'any act'], ['return_for_repair', '退回修改', 'Return for repair'], ['refuse', '不予受理', 'Refuse'], ['compare_papers_inaccurate', '单据不符', 'Papers inaccurate'],
  ['fail', '不合格', 'Failed'], ['ask_papers', '要求补单', 'Ask for papers'], ['refuse_amendment', '不准更改', 'Refuse amendment'], ['refuse_withdrawal', '不准撤销', 'Refuse withdrawal'],
];

export function Phrases() {
  const t = useWords({ ...common, ...adminWords });
  const pick = usePick();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['phrases'], queryFn: () => call<{ offices: OfficePhrases[] }>('/v1/phrases') });
  const own = list.data?.offices.find((one) => one.own);
  const [rows, setRows] = useState<Phrase[]>([]);
  useEffect(() => { if (own) setRows(own.phrases); }, [own]);
  const order = useMutation({
    mutationFn: () => call('/v1/phrases', { method: 'PUT', body: { version: own?.version ?? 0, phrases: rows.filter((row) => row.zh || row.en) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['phrases'] }),
  });
  if (list.isPending) return <Busy />;
  const change = (at: number, part: Partial<Phrase>) => setRows(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  return (
    <>
      <Failure error={list.error ?? order.error} />
      {order.isSuccess && <p className="notice good" role="status">{t('done')}</p>}
      <table>
        <thead><tr><th style={{ width: '13em' }}>{t('act')}</th><th>{t('zh')}</th><th>{t('en')}</th><th /></tr></thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              <td><select aria-label={`${t('act')} ${i + 1}`} value={row.act} onChange={(e) => change(i, { act: e.target.value })}>{kActs.map(([act, zh, en]) => <option key={act} value={act}>{pick(zh, en)}</option>)}</select></td>
              <td><input aria-label={`${t('zh')} ${i + 1}`} maxLength={500} value={row.zh} onChange={(e) => change(i, { zh: e.target.value })} /></td>
              <td><input aria-label={`${t('en')} ${i + 1}`} maxLength={500} value={row.en} onChange={(e) => change(i, { en: e.target.value })} /></td>
              <td><button aria-label={`${t('remove')} ${i + 1}`} onClick={() => setRows(rows.filter((_, k) => k !== i))}>{t('remove')}</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="row"><button onClick={() => setRows([...rows, { act: '', zh: '', en: '' }])}>{t('add_phrase')}</button><button className="primary" disabled={order.isPending} onClick={() => order.mutate()}>{t('save')}</button></p>
      {list.data?.offices.filter((one) => !one.own && one.phrases.length).map((one) => (
        <div key={one.office}>
          <h3>{t('inherited', one.office)}</h3>
          <ul>{one.phrases.map((row, i) => <li key={i}>{pick(row.zh, row.en)}</li>)}</ul>
        </div>
      ))}
    </>
  );
}
