// What the counter still enters or takes on paper, by enterprise and reason (N05, N10).
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { usePick, useWords } from '../text/text';
import { adminWords } from './words';

interface CounterRow { unit: number; unit_name_zh: string; unit_name_en: string; channel: 'counter_entry' | 'counter_paper'; reason: string; reason_zh?: string; reason_en?: string; cases: number }

export function CounterCases() {
  const t = useWords(adminWords);
  const pick = usePick();
  const answer = useQuery({ queryKey: ['counter_figures'], queryFn: () => call<{ month: string; aim: number; rows: CounterRow[] }>('/v1/figures/counter') });
  if (answer.isPending) return <Busy />;
  return (
    <>
      <Failure error={answer.error} />
      <p className="soft">{t('counter_text')} {answer.data?.month}</p>
      {answer.data && <p>{t('counter_sum', answer.data.rows.reduce((sum, row) => sum + row.cases, 0), answer.data.aim)}</p>}
      <div className="scroll"><table>
        <thead><tr><th>{t('enterprise')}</th><th>{t('way')}</th><th>{t('reason')}</th><th>{t('cases')}</th></tr></thead>
        <tbody>
          {answer.data?.rows.map((row, i) => <tr key={i}><td>{pick(row.unit_name_zh, row.unit_name_en)} <span className="soft">{row.unit}</span></td><td>{t(row.channel)}</td><td>{pick(row.reason_zh, row.reason_en) || row.reason}</td><td className="number">{row.cases}</td></tr>)}
          {!answer.data?.rows.length && <tr><td colSpan={4} className="soft">{t('none')}</td></tr>}
        </tbody>
      </table></div>
    </>
  );
}
