// An officer's work: only what he can act on now, by keyboard; the opened case beside the list, or instead of it on a phone.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { pageOf } from '../api/cases';
import { call } from '../api/client';
import type { Role } from '../api/types';
import { AdmissionPage } from '../components/admission';
import { BulkBar } from '../components/bulk';
import { Busy } from '../components/busy';
import { CasePage } from '../components/case_view';
import { Failure } from '../components/failure';
import { useKeys } from '../components/keys';
import { useNarrow } from '../components/narrow';
import { Rows, type RowsHandle } from '../components/rows';
import { useTitle } from '../components/title';
import { kWorkKinds, WorkLine, type WorkPage, type WorkRow } from '../components/work_rows';
import { useEventSoon, useMe } from '../session';
import { kRoles } from '../text/case_words';
import { useWords, type Words } from '../text/text';
import '../components/cases.css';

const words = {
  title: ['待办', 'Work'], kind: ['种类', 'Kind'], any: ['全部', 'All'], role: ['岗位', 'Role'], declaration: ['报检', 'Declarations'], origin: ['产地证', 'Certificates of origin'],
  admission: ['电子报检登记', 'Admissions to e-declaration'], visa_admission: ['电子签证登记', 'Admissions to e-visa'], none: ['现在没有等您办理的事项。有新的会自动出现。', 'Nothing waits for you now. What comes will show here by itself.'],
  keys: ['j/k 移动 · Enter 打开 · 空格 选择 · 1–9 办理 · Esc 回列表', 'j/k move · Enter opens · Space selects · 1–9 act · Esc back to the list'], back: ['回待办列表', 'Back to the list'],
  choose: ['选一件,在这里打开。', 'Choose one; it opens here.'], open_page: ['单独打开', 'Open as a page'], laboratory: ['现在没有送检的样品。检验人员抽样送检后会自动出现。', 'No sample waits at the laboratory. A case shows here by itself once an inspector sends its sample.'],
  use_keys: ['快捷键', 'Keys'], filing: ['待归档', 'To be filed away'],
} satisfies Words;

export default function Work() {
  const t = useWords(words);
  const role = useWords(kRoles);
  useTitle(t('title'));
  const me = useMe();
  const client = useQueryClient();
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch());
  const narrow = useNarrow(1200);
  const [keys, setKeys] = useKeys();
  const [cursor, setCursor] = useState(0);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const list = useRef<RowsHandle>(null);
  const box = useRef<HTMLElement>(null);
  const openCase = asked.get('case') ?? '';
  const openKind = (asked.get('of') ?? 'declaration') as WorkRow['kind'];
  const filter = new URLSearchParams([...asked].filter(([name]) => name === 'kind' || name === 'role' || name === 'stage'));
  const work = useInfiniteQuery({
    queryKey: ['work', filter.toString()], initialPageParam: '',
    queryFn: ({ pageParam, signal }) => call<WorkPage>(`/v1/work?${filter}&limit=100${pageParam && `&cursor=${encodeURIComponent(pageParam)}`}`, { signal }),
    getNextPageParam: (last) => last.next,
  });
  useEventSoon('work', () => void client.invalidateQueries({ queryKey: ['work'] }));
  const rows = work.data?.pages.flatMap((page) => page.rows) ?? [];
  const counts = work.data?.pages[0]?.counts;
  const at = Math.min(cursor, Math.max(0, rows.length - 1));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = work;
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [fetchNextPage, hasNextPage, isFetchingNextPage]);

  useEffect(() => { if (rows.length === 0) more(); }, [rows.length, more]);

  const to = (changes: Record<string, string>) => {
    const next = new URLSearchParams(asked);
    for (const [name, value] of Object.entries(changes)) if (value) next.set(name, value); else next.delete(name);
    go(`/app/work?${next}`);
  };
  const open = (row: WorkRow) => to({ case: row.case, of: row.kind });
  const toggle = (row: WorkRow) => setSelected((all) => { const next = new Set(all); if (!next.delete(row.case)) next.add(row.case); return next; });
  const backToList = () => { if (narrow) to({ case: '', of: '' }); box.current?.querySelector<HTMLElement>('[data-current] a')?.focus(); };

  const latest = useRef({ rows, at, open, toggle, backToList, openCase, keys });
  latest.current = { rows, at, open, toggle, backToList, openCase, keys };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || target.closest('input:not([type=checkbox]), textarea, select, dialog, iframe')) return;
      const now = latest.current;
      const row = now.rows[now.at];
      const isFree = target === document.body || target.id === 'content';
      const move = (index: number) => {
        const next = Math.max(0, Math.min(now.rows.length - 1, index));
        setCursor(next);
        list.current?.show(next);
        requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[data-current] a')?.focus());
      };
      if (now.keys && event.key === 'j') move(now.at + 1);
      else if (now.keys && event.key === 'k') move(now.at - 1);
      else if (now.keys && event.key === ' ' && row && (isFree || target.closest('.work-row a'))) now.toggle(row);
      else if (event.key === 'Enter' && row && isFree) now.open(row);
      else if (event.key === 'Escape' && now.openCase) now.backToList();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);

  const showList = !narrow || !openCase;
  const chosen = rows.filter((row) => selected.has(row.case));
  const deskRoles = me.roles.filter((one): one is Role => one !== 'administrator' && one !== 'headquarters');
  return (
    <div className={narrow ? 'work' : 'work split'}>
      {showList && (
        <section className="card work-list" ref={box}>
          <div className="row spread"><h1 className="flat">{t('title')}</h1>{keys && <span className="soft small wide-only">{t('keys')}</span>}<label className="small"><input type="checkbox" checked={keys} onChange={(e) => setKeys(e.target.checked)} /> {t('use_keys')}</label></div>
          <div className="filters">
            <label>{t('kind')}
              <select value={filter.get('kind') ?? ''} onChange={(e) => to({ kind: e.target.value })}>
                <option value="">{t('any')}</option>
                {kWorkKinds.map((kind) => <option key={kind} value={kind}>{t(kind)}{counts && !filter.get('kind') ? ` (${counts[kind]}${counts.complete ? '' : '+'})` : ''}</option>)}
              </select>
            </label>
            {me.roles.includes('desk') && <label className="check"><input type="checkbox" checked={filter.get('stage') === 'released'} onChange={(e) => to({ stage: e.target.checked ? 'released' : '' })} /> {t('filing')}</label>}
            {deskRoles.length > 1 && (
              <label>{t('role')}
                <select value={filter.get('role') ?? ''} onChange={(e) => to({ role: e.target.value })}>
                  <option value="">{t('any')}</option>
                  {deskRoles.map((one) => <option key={one} value={one}>{role(one)}</option>)}
                </select>
              </label>
            )}
          </div>
          {chosen.length > 0 && <BulkBar rows={chosen} onCleared={() => setSelected(new Set())} />}
          <Failure error={work.error} retry={() => void work.refetch()} />
          {work.isPending && <Busy />}
          {work.data && rows.length === 0 && !hasNextPage && <p>{t(me.roles.every((one) => one === 'laboratory') ? 'laboratory' : 'none')}</p>}
          {rows.length > 0 && (
            <Rows
              ref={list} rows={rows} height={76} label={t('title')} onEnd={more}
              row={(row, index) => <WorkLine row={row} current={index === at} opened={row.case === openCase} selected={selected.has(row.case)} me={me.sign_in} onOpen={() => { setCursor(index); open(row); }} onToggle={() => toggle(row)} />}
            />
          )}
        </section>
      )}
      {(!narrow || openCase) && (
        <div className="work-case">
          {openCase ? (
            <>
              <div className="row spread no-print actions-above">
                <button onClick={backToList}>{t('back')}</button>
                {(openKind === 'declaration' || openKind === 'origin') && <Link className="small" href={pageOf(openKind, openCase)}>{t('open_page')}</Link>}
              </div>
              {openKind === 'declaration' || openKind === 'origin'
                ? <CasePage key={openCase} kind={openKind} id={openCase} keys={keys} />
                : <AdmissionPage key={openCase} visa={openKind === 'visa_admission'} id={openCase} acts={rows.find((row) => row.case === openCase)?.acts ?? []} />}
            </>
          ) : <p className="soft card">{t('choose')}</p>}
        </div>
      )}
    </div>
  );
}
