// Any number, or a name: what was typed into the bar.
import { useQuery } from '@tanstack/react-query';
import { useSearch } from 'wouter';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { CaseRow, type ListedCase } from '../components/case_row';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { useWords, type Words } from '../text/text';
import '../components/cases.css';

const words = {
  title: ['查找 {0}', 'Search {0}'], none: ['没有找到。可查:报检号、企业编号、证书号、通关单号、提单号、合同号、箱号、任何号码的末六位、单位名称、H.S.编码。刚申报的,两秒后再查。',
    'Nothing found. Try a declaration, reference, certificate, clearance, bill of lading, contract or container number, the last six digits of any, a party, a commodity code. What was lodged just now can be found two seconds later.'],
  found: ['{0} 件', '{0} found'],
} satisfies Words;

export default function SearchPage() {
  const t = useWords(words);
  const text = new URLSearchParams(useSearch()).get('q') ?? '';
  useTitle(t('title', text));
  const found = useQuery({ queryKey: ['search', text], enabled: !!text, queryFn: ({ signal }) => call<{ rows: ListedCase[] }>(`/v1/search?q=${encodeURIComponent(text)}&limit=50`, { signal }) });
  return (
    <section className="card">
      <h1>{t('title', text)}</h1>
      <Failure error={found.error} retry={() => void found.refetch()} />
      {found.isLoading && <Busy />}
      {found.data && <p role="status" className="soft">{found.data.rows.length ? t('found', found.data.rows.length) : t('none')}</p>}
      <ul className="plain found">{found.data?.rows.map((row) => <li key={row.case}><CaseRow item={row} /></li>)}</ul>
    </section>
  );
}
