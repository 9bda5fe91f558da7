// The tables of the current edition: which there are, and one of them as it stands.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call, send } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useWords } from '../text/text';
import { type AdminWord, adminWords } from './words';

export interface EditionTable { file: string; bytes: number; rows: number }
export const useTables = () => useQuery({ queryKey: ['tables'], queryFn: () => call<{ hash: string; files: EditionTable[] }>('/v1/editions/current') });
export const readTable = (file: string) => send(`/v1/editions/current/${encodeURIComponent(file.replace(/^.*\//, ''))}`).then((answer) => answer.text());
const kRowsShown = 500;

/** Cells of CSV text, RFC 4180; a broken quote ends at the end of the text. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '', quoted = false;
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { cell += '"'; ++i; } else if (c === '"') quoted = false; else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      rows.at(-1)?.push(cell.replace(/\r$/, ''));
      cell = '';
      if (c === '\n') rows.push([]);
    } else cell += c;
  }
  rows.at(-1)?.push(cell);
  return rows.filter((row) => row.length > 1 || row[0]);
}

export function Tables({ only }: { only?: string[] }) {
  const t = useWords(adminWords);
  const tables = useTables();
  const [file, setFile] = useState('');
  const shown = tables.data?.files.filter((one) => !only || only.includes(one.file)) ?? [];
  const chosen = file || shown[0]?.file || '';
  const table = useQuery({ queryKey: ['table', tables.data?.hash, chosen], enabled: !!chosen, queryFn: () => readTable(chosen) });
  if (tables.isPending) return <Busy />;
  const [head, ...rows] = table.data ? readCsv(table.data) : [];
  return (
    <>
      <Failure error={tables.error ?? table.error} />
      <p className="soft">{t('read_only')}</p>
      <p><label>{t('table')} <select style={{ width: 'auto' }} value={chosen} onChange={(e) => setFile(e.target.value)}>{shown.map((one) => <option key={one.file} value={one.file}>{only ? t(one.file as AdminWord) : one.file} ({one.rows})</option>)}</select></label></p>
      {table.isPending ? <Busy /> : (
        <div className="scroll" tabIndex={0} role="region" aria-label={chosen}>
          <table className="small">
            <thead><tr>{head?.map((name) => <th key={name}>{name}</th>)}</tr></thead>
            <tbody>{rows.slice(0, kRowsShown).map((row, i) => <tr key={i}>{row.map((cell, k) => <td key={k}>{cell}</td>)}</tr>)}</tbody>
          </table>
          {rows.length > kRowsShown && <p className="soft">… {rows.length - kRowsShown}</p>}
        </div>
      )}
    </>
  );
}
