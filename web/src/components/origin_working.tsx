// Why each line of goods has its origin: the criteria met and the working, by the rules of today, asked for when somebody wants to see it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormRecord } from '../api/cases';
import { call } from '../api/client';
import type { Finding } from '../api/types';
import { usePick, useWords, type Words } from '../text/text';
import { Busy } from './busy';
import { Failure } from './failure';
import { Findings } from './findings';

const words = {
  title: ['原产地判定', 'Working of origin'], show: ['按今天的规则算一遍', 'Work it out by the rules of today'], line: ['第 {0} 行', 'Line {0}'], criteria: ['标准 {0}', 'criterion {0}'], none: ['不符合任何标准', 'meets no criterion'],
  officer: ['须由人员审签,因为:', 'An officer must look, because:'],
} satisfies Words;

interface Line { path: string; criteria: string[]; working: { rule: string; zh: string; en: string }[]; refusals: Finding[] }
interface Check { origin: Line[]; officer_because: Finding[] }

export function OriginWorkingCard({ document, version }: { document: FormRecord; version: string }) {
  const t = useWords(words);
  const pick = usePick();
  const [wanted, setWanted] = useState(false);
  const check = useQuery({
    queryKey: ['origin-working', version], enabled: wanted, staleTime: 5 * 60_000,
    queryFn: ({ signal }) => call<Check>('/v1/applications:check', { method: 'POST', body: document, signal }),
  });
  return (
    <section className="card">
      <h2>{t('title')}</h2>
      {!wanted && <button onClick={() => setWanted(true)}>{t('show')}</button>}
      <Failure error={check.error} />
      {check.isLoading && <Busy />}
      {check.data?.officer_because.length ? <><p className="flat">{t('officer')}</p><Findings findings={check.data.officer_because} /></> : null}
      {check.data?.origin.map((line) => (
        <div key={line.path} className="part">
          <strong>{t('line', Number(line.path.split('/').at(-1)) + 1)}</strong> <span className={`tag ${line.criteria.length ? 'good' : 'bad'}`}>{line.criteria.length ? t('criteria', line.criteria.join(', ')) : t('none')}</span>
          <ul>{line.working.map((step, index) => <li key={index} className="small">{pick(step.zh, step.en)} <span className="soft">{step.rule}</span></li>)}</ul>
          {line.refusals.length > 0 && <Findings findings={line.refusals} />}
        </div>
      ))}
    </section>
  );
}
