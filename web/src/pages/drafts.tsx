import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { call } from '../api/client';
import type { FormName } from '../api/types';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { type Editor, forgetUnsent, unsentDrafts } from '../editor/newest_draft';
import { useEventSoon, useMe } from '../session';
import { common } from '../text/common';
import { showInstant, useWords, type Words } from '../text/text';

const words = {
  drafts: ['草稿', 'Drafts'], templates: ['模板', 'Templates'], unsent: ['只在本机的草稿', 'Drafts on this computer only'],
  unsent_explain: ['其中的内容还没有存到平台;打开后会自动存上。', 'The platform does not have what stands in these; it is saved there when they are opened.'],
  title: ['名称', 'Name'], form: ['单证', 'Form'], updated: ['最近修改', 'Last change'], by: ['修改人', 'By'], editing: ['正在编辑', 'Being edited by'],
  open: ['打开', 'Open'], start: ['用它新建', 'Start from it'], untitled: ['(未命名)', '(no name yet)'],
  declaration: ['报检单', 'Declaration'], origin: ['产地证申请', 'Origin application'],
  no_drafts: ['没有草稿。', 'No drafts.'], no_templates: ['没有模板。在编辑页的“更多操作”里可以把单证另存为模板。', 'No templates. "More actions" in the editor saves a form as one.'],
  sure: ['确定删除', 'Really delete'],
} satisfies Words;

interface Row { id: string; form: FormName; kind: 'draft' | 'template'; title: string; updated_at: string; updated_by: string; version: number; editor: Editor | null }

const newPath = (form: FormName) => (form === 'declaration' ? '/app/declarations/new' : '/app/applications/new');

export default function Drafts() {
  const t = useWords({ ...common, ...words });
  useTitle(t('nav_drafts'));
  const me = useMe();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ['drafts'], staleTime: 0, queryFn: async () => (await call<{ drafts: Row[] }>('/v1/drafts')).drafts });
  const unsent = useQuery({ queryKey: ['drafts', 'unsent', me.sign_in], staleTime: 0, queryFn: () => unsentDrafts(me) });
  const reload = () => client.invalidateQueries({ queryKey: ['drafts'] });
  useEventSoon('draft', () => void reload());
  const remove = useMutation({ mutationFn: (id: string) => call(`/v1/drafts/${id}`, { method: 'DELETE', body: {} }), onSuccess: reload });
  const forget = useMutation({ mutationFn: (key: string) => forgetUnsent(me, key), onSuccess: reload });
  if (list.isPending) return <Busy />;
  const of = (kind: Row['kind']) => list.data?.filter((row) => row.kind === kind) ?? [];
  return (
    <>
      <h1>{t('nav_drafts')}</h1>
      <Failure error={list.error ?? remove.error} retry={list.error ? () => void list.refetch() : undefined} />
      {!!unsent.data?.length && (
        <section className="card">
          <h2>{t('unsent')}</h2>
          <p className="soft">{t('unsent_explain')}</p>
          <Table rows={unsent.data.map((kept) => ({ id: kept.key, form: kept.form, kind: 'draft', title: titleOf(kept.document), updated_at: new Date(kept.changed_at).toISOString(), updated_by: me.name, version: 0, editor: null }))} onRemove={forget.mutate} />
        </section>
      )}
      <section className="card"><h2>{t('drafts')}</h2>{of('draft').length ? <Table rows={of('draft')} onRemove={remove.mutate} /> : <p className="soft">{t('no_drafts')}</p>}</section>
      <section className="card"><h2>{t('templates')}</h2>{of('template').length ? <Table rows={of('template')} onRemove={remove.mutate} /> : <p className="soft">{t('no_templates')}</p>}</section>
    </>
  );
}

const titleOf = (document: Record<string, unknown>) => String(document['declarant_reference'] ?? document['applicant_reference'] ?? '');

function Table({ rows, onRemove }: { rows: Row[]; onRemove: (id: string) => void }) {
  const t = useWords({ ...common, ...words });
  const [asked, setAsked] = useState('');
  return (
    <div className="scroll">
      <table>
        <thead><tr><th>{t('title')}</th><th>{t('form')}</th><th>{t('updated')}</th><th>{t('by')}</th><th><span className="visually-hidden">{t('open')}</span></th></tr></thead>
        <tbody>
          {rows.map((row) => {
            const to = row.kind === 'template' ? `${newPath(row.form)}?template=${row.id}` : `/app/drafts/${row.id}`;
            return (
              <tr key={row.id}>
                <td><Link href={to}>{row.title || t('untitled')}</Link>{row.editor && <> <span className="tag wait">{t('editing')} {row.editor.name}</span></>}</td>
                <td>{t(row.form)}</td><td className="number">{showInstant(row.updated_at)}</td><td>{row.updated_by}</td>
                <td><div className="row">
                  <Link className="button" href={to}>{row.kind === 'template' ? t('start') : t('open')}</Link>
                  {asked === row.id ? <button className="danger" onClick={() => onRemove(row.id)}>{t('sure')}</button> : <button className="plain" onClick={() => setAsked(row.id)}>{t('remove')}</button>}
                </div></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
