// An enterprise's cases of both kinds, newest first, filtered; beside them what arrived since it last looked.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { type CaseView, pathOf } from '../api/cases';
import { call } from '../api/client';
import type { FormName } from '../api/types';
import { Busy } from '../components/busy';
import { CaseRow, type ListedCase } from '../components/case_row';
import { Failure } from '../components/failure';
import { useNarrow } from '../components/narrow';
import { Notices } from '../components/notices';
import { Rows } from '../components/rows';
import { useTitle } from '../components/title';
import { useEventSoon } from '../session';
import { kDeclarationStages, kOriginStages } from '../text/case_words';
import { common } from '../text/common';
import { useWords, type Words } from '../text/text';
import '../components/cases.css';

const words = {
  title: ['单证', 'Cases'], kind: ['种类', 'Kind'], declaration: ['报检', 'Declarations'], origin: ['产地证', 'Certificates of origin'], stage: ['状态', 'State'], any: ['全部', 'All'],
  direction: ['出入境', 'Direction'], export: ['出境', 'Export'], import: ['入境', 'Import'], from: ['自', 'From'], to: ['至', 'To'], mine: ['只看等我办的', 'Waiting for me only'], clear: ['清除条件', 'Clear filters'],
  filters: ['条件', 'Filters'], further: ['再往前找', 'Look further back'], none: ['没有符合条件的单证。', 'No case fits these filters.'], first: ['还没有单证。从第一份开始:', 'No cases yet. Begin with the first:'], shown: ['已读 {0} 件', '{0} read'], all_read: ['共 {0} 件', '{0} in all'],
} satisfies Words;

const kPagesAtOnce = 20;  // read by itself when few of them wait for the unit
interface Page { declarations?: CaseView[]; applications?: CaseView[]; next?: string }

export const listed = (kind: FormName) => (view: CaseView): ListedCase => ({ ...view, kind, number: view.declaration_number || view.certificate_number || '' });

export default function Cases() {
  const t = useWords({ ...common, ...words });
  useTitle(t('title'));
  const client = useQueryClient();
  const [, go] = useLocation();
  const filters = new URLSearchParams(useSearch());
  const narrow = useNarrow(760);
  const mineOnly = filters.get('mine') === '1';
  const [reach, setReach] = useState(kPagesAtOnce);
  const kind: FormName = filters.get('kind') === 'origin' ? 'origin' : 'declaration';
  const stages = useWords<Words>(kind === 'declaration' ? kDeclarationStages : kOriginStages);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(filters);
    if (value) next.set(name, value);
    else next.delete(name);
    if (name === 'kind') { next.delete('stage'); next.delete('direction'); }
    go(`/app/cases?${next}`, { replace: true });
  };
  const asked = new URLSearchParams([...filters].filter(([name]) => ['stage', 'direction', 'from', 'to'].includes(name)));
  const query = useInfiniteQuery({
    queryKey: ['cases', kind, asked.toString()], initialPageParam: '',
    queryFn: ({ pageParam, signal }) => call<Page>(`${pathOf(kind)}?${asked}&limit=100${pageParam && `&cursor=${pageParam}`}`, { signal }),
    getNextPageParam: (last) => last.next,
  });
  useEventSoon('mailbox', () => void client.invalidateQueries({ queryKey: ['cases'] }));
  const all = query.data?.pages.flatMap((page) => page.declarations ?? page.applications ?? []).map(listed(kind)) ?? [];
  const rows = mineOnly ? all.filter((row) => row.waiting_for?.role === 'enterprise') : all;
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const isFar = mineOnly && (query.data?.pages.length ?? 0) >= reach;
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage && !isFar) void fetchNextPage(); }, [fetchNextPage, hasNextPage, isFetchingNextPage, isFar]);
  const filtered = [...asked].length > 0 || mineOnly;
  return (
    <div className="columns list-columns">
      <section className="card">
        <h1>{t('title')}</h1>
        <details className="filters-box" open={!narrow || undefined}>
          <summary hidden={!narrow}>{t('filters')}</summary>
          <div className="filters">
            <label>{t('kind')}<select value={kind} onChange={(e) => set('kind', e.target.value)}><option value="declaration">{t('declaration')}</option><option value="origin">{t('origin')}</option></select></label>
            <label>{t('stage')}
              <select value={filters.get('stage') ?? ''} onChange={(e) => set('stage', e.target.value)}>
                <option value="">{t('any')}</option>
                {Object.keys(kind === 'declaration' ? kDeclarationStages : kOriginStages).map((stage) => <option key={stage} value={stage}>{stages(stage)}</option>)}
              </select>
            </label>
            {kind === 'declaration' && (
              <label>{t('direction')}
                <select value={filters.get('direction') ?? ''} onChange={(e) => set('direction', e.target.value)}><option value="">{t('any')}</option><option value="O">{t('export')}</option><option value="I">{t('import')}</option></select>
              </label>
            )}
            <label>{t('from')}<input type="date" value={filters.get('from') ?? ''} onChange={(e) => set('from', e.target.value)} /></label>
            <label>{t('to')}<input type="date" value={filters.get('to') ?? ''} onChange={(e) => set('to', e.target.value)} /></label>
            <label className="check"><input type="checkbox" checked={mineOnly} onChange={(e) => set('mine', e.target.checked ? '1' : '')} /> {t('mine')}</label>
          </div>
        </details>
        <Failure error={query.error} retry={() => void query.refetch()} />
        {query.isPending ? <Busy /> : rows.length === 0 && !hasNextPage && !query.error ? (
          <div>
            <p>{t(filtered ? 'none' : 'first')}</p>
            {filtered
              ? <button onClick={() => go(`/app/cases?kind=${kind}`)}>{t('clear')}</button>
              : <div className="row"><Link className="button primary" href="/app/declarations/new">{t('nav_new_declaration')}</Link><Link className="button" href="/app/applications/new">{t('nav_new_application')}</Link></div>}
          </div>
        ) : <Rows rows={rows} height={narrow ? 84 : 54} label={t('title')} row={(item) => <CaseRow item={item} />} onEnd={more} />}
        {rows.length > 0 && <p className="soft small flat" role="status">{isFetchingNextPage ? t('loading') : t(hasNextPage ? 'shown' : 'all_read', rows.length)}</p>}
        {isFar && hasNextPage && <button onClick={() => setReach(reach + kPagesAtOnce)}>{t('further')}</button>}
      </section>
      <Notices />
    </div>
  );
}
