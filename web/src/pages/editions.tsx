// Headquarters' desk: the editions of dated data; a new one is the current one with some tables replaced, checked whole before it is in force.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client';
import { readTable, Tables, useTables } from '../admin/tables';
import { adminWords } from '../admin/words';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { useMe } from '../session';
import { showInstant, useWords } from '../text/text';

interface Edition { hash: string; name: string; at: string; current: boolean }

function Publish() {
  const t = useWords(adminWords);
  const client = useQueryClient();
  const me = useMe();
  const tables = useTables();
  const [name, setName] = useState('');
  const [changed, setChanged] = useState<Map<string, string>>(new Map());
  const order = useMutation({
    mutationFn: () => call('/v1/editions', { method: 'POST', body: { name, base: tables.data?.hash, files: [...changed].map(([file, text]) => ({ file, text })) } }),
    onSuccess: () => { setChanged(new Map()); setName(''); for (const key of ['editions', 'tables', 'table', 'codes']) void client.invalidateQueries({ queryKey: [key] }); },
  });
  const download = async (file: string) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([await readTable(file)], { type: 'text/csv' }));
    link.download = file.replace(/^.*\//, '');
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const putIn = async (file: string, chosen: File | undefined) => { if (chosen) { const text = await chosen.text(); setChanged((all) => new Map(all).set(file, text)); } };
  const submit = (event: FormEvent) => { event.preventDefault(); order.mutate(); };
  return (
    <form onSubmit={submit}>
      <h2>{t('publish')}</h2>
      <p className="soft">{t('publish_explain')}</p>
      {!me.second_factor && <p className="notice wait">{t('second_factor')}</p>}
      <Failure error={tables.error ?? order.error} />
      {order.isSuccess && <p className="notice good" role="status">{t('published_done')}</p>}
      <div className="scroll" tabIndex={0} role="region" aria-label={t('publish')} style={{ maxHeight: 340, overflowY: 'auto' }}>
        <table>
          <thead><tr><th>{t('table')}</th><th>{t('rows')}</th><th /><th>{t('replace')}</th></tr></thead>
          <tbody>
            {tables.data?.files.map((one) => (
              <tr key={one.file}>
                <td>{one.file} {changed.has(one.file) && <span className="tag wait">{t('chosen')}</span>}</td><td className="number">{one.rows}</td>
                <td><button type="button" onClick={() => void download(one.file)}>{t('download')}</button></td>
                <td><input type="file" accept=".csv,text/csv" aria-label={`${t('replace')} ${one.file}`} onChange={(e) => void putIn(one.file, e.target.files?.[0])} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p><label>{t('edition_name')}<input required maxLength={60} value={name} onChange={(e) => setName(e.target.value)} /></label></p>
      <button className="primary" disabled={!changed.size || order.isPending}>{t('publish')} ({changed.size})</button>
    </form>
  );
}

export default function Editions() {
  const t = useWords(adminWords);
  useTitle(t('editions'));
  const list = useQuery({ queryKey: ['editions'], queryFn: () => call<{ editions: Edition[] }>('/v1/editions') });
  if (list.isPending) return <Busy />;
  return (
    <>
      <section className="card">
        <h1>{t('editions')}</h1>
        <Failure error={list.error} />
        <table>
          <thead><tr><th>{t('edition_name')}</th><th>{t('published')}</th><th>SHA-256</th><th /></tr></thead>
          <tbody>{list.data?.editions.map((one) => <tr key={one.hash}><td>{one.name}</td><td className="number">{showInstant(one.at)}</td><td className="small">{one.hash.slice(0, 16)}</td><td>{one.current && <span className="tag good">{t('current')}</span>}</td></tr>)}</tbody>
        </table>
      </section>
      <section className="card"><Publish /></section>
      <section className="card"><h2>{t('table')}</h2><Tables /></section>
    </>
  );
}
