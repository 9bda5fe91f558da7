// Saved parties, contacts and goods in the form: choose one and its values are filled in; save what stands there for the next time.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useState, useSyncExternalStore } from 'react';
import { call } from '../api/client';
import { Failure } from '../components/failure';
import { usePick, useWords } from '../text/text';
import type { Row } from './form_store';
import type { PartyUse } from './layout';
import { useForm, useUi } from './use_store';
import { words } from './words';

const kSaidMs = 3000;

export interface MasterRow { key: string; title: string; values: Record<string, string> }
export const useMaster = (kind: string) => useQuery({ queryKey: ['master', kind], staleTime: 60_000, queryFn: async () => (await call<{ rows: MasterRow[] }>(`/v1/master-data/${kind}`)).rows });

export function MasterUse({ use, row }: { use: PartyUse; row: Row }) {
  const t = useWords(words);
  const pick = usePick();
  const store = useForm();
  const client = useQueryClient();
  const id = useId();
  const rows = useMaster(use.kind);
  const [text, setText] = useState('');
  const name = pick(use.zh, use.en);
  const take = (title: string) => {
    setText(title);
    const found = rows.data?.find((saved) => saved.title === title);
    if (!found) return;
    store.together(() => { for (const [member, field] of Object.entries(use.to)) if (found.values[member]) store.set(row, field, found.values[member]); });
    setText('');
  };
  const values = () => Object.fromEntries(Object.entries(use.to).map(([member, field]) => [member, store.value(row, field)]).filter(([, value]) => value));
  const readOnly = useUi('read_only', false);
  const hasTitle = useSyncExternalStore(useOneOf(row, Object.values(use.to)), () => titleOf(values()) !== '');
  const save = useMutation({
    mutationFn: async () => {
      const now = values();
      const title = titleOf(now);
      await call(`/v1/master-data/${use.kind}/${encodeURIComponent(keyOf(now, title))}`, { method: 'PUT', body: { title, values: now } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['master', use.kind] }),
  });
  const { isSuccess, reset } = save;
  useEffect(() => {
    if (!isSuccess) return;
    const timer = setTimeout(reset, kSaidMs);
    return () => clearTimeout(timer);
  }, [isSuccess, reset]);
  return (
    <span className="master-use">
      {!readOnly && !!rows.data?.length && <>
        <input aria-label={t('fill_from_of', name)} placeholder={`${name}: ${t('fill_from')}`} list={id} value={text} onChange={(event) => take(event.target.value)} />
        <datalist id={id}>{rows.data.map((saved) => <option key={saved.key} value={saved.title} />)}</datalist>
      </>}
      <button type="button" className="plain small" aria-label={t('save_as_master_of', name)} disabled={save.isPending || !hasTitle} onClick={() => save.mutate()}>{isSuccess ? t('saved_master') : `${name}: ${t('save_as_master')}`}</button>
      <Failure error={save.error} />
    </span>
  );
}

/** Subscribes to several fields of a row. */
function useOneOf(row: Row, fields: readonly string[]) {
  const store = useForm();
  const names = fields.join();
  return useCallback((tell: () => void) => {
    const stops = names.split(',').map((field) => store.onValue(row, field, tell));
    return () => { for (const stop of stops) stop(); };
  }, [store, row, names]);
}

const titleOf = (values: Record<string, string>) =>
  (values['goods_name_zh'] && `${values['goods_name_zh']} ${values['commodity_code'] ?? ''}`.trim()) || values['name_zh'] || values['name_foreign'] || values['printed']?.split('\n')[0] || values['person_name'] || values['name'] || '';
/** The same party, person or goods is saved over, not beside. */
const keyOf = (values: Record<string, string>, title: string) => (values['code'] || title).replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
