// The bureau administrator's desk: officers, phrases, seals, the bureau's tables, what is left at the counter.
import { type ReactNode, useState } from 'react';
import { CounterCases } from '../admin/counter_cases';
import { Officers } from '../admin/officers';
import { Phrases } from '../admin/phrases';
import { Seals } from '../admin/seals';
import { Tables } from '../admin/tables';
import { adminWords } from '../admin/words';
import { useTitle } from '../components/title';
import { useWords } from '../text/text';

const kTables = ['selection.csv', 'fee_items.csv', 'calendar.csv', 'calendar_years.csv', 'deadlines.csv', 'offices.csv', 'exchange_rates.csv'];
const kParts = {
  officers: () => <Officers />, phrases: () => <Phrases />, seals: () => <Seals />, tables: () => <Tables only={kTables} />, counter: () => <CounterCases />,
} satisfies Record<string, () => ReactNode>;
type Part = keyof typeof kParts;

export default function Admin() {
  const t = useWords(adminWords);
  useTitle(t('title'));
  const [part, setPart] = useState<Part>('officers');
  return (
    <section className="card">
      <h1>{t('title')}</h1>
      <nav className="row" aria-label={t('title')} style={{ marginBottom: 12 }}>
        {(Object.keys(kParts) as Part[]).map((one) => <button key={one} aria-current={one === part ? 'page' : undefined} className={one === part ? 'primary' : undefined} onClick={() => setPart(one)}>{t(one)}</button>)}
      </nav>
      {kParts[part]()}
    </section>
  );
}
