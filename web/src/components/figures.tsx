// Figures of a month, as the platform counted them: GET /v1/figures.
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client';
import { figureWords } from '../text/figures';
import { usePick, useWords } from '../text/text';

export const kChannels = ['client', 'browser', 'hall_terminal', 'counter_entry', 'counter_paper'] as const;
export interface Figures {
  cases: number;
  declarations: number;
  applications: number;
  channels: Record<(typeof kChannels)[number], number>;
  straight_through: { cases: number; share: string | null };
  counter: { cases: number; aim: number };
  served: number;
  median_ms: { enterprise: number; machine: number; officer: number } | null;
  saved: { fields: number; hours: string | null };
}
export interface MonthFigures {
  month: string;
  total: Figures;
  bureaus: (Figures & { bureau: string; name_zh: string; name_en: string })[];
  assumption: { parameter: string; seconds: string | null };
}

export const useFigures = (month: string) => useQuery({
  queryKey: ['figures', month],
  queryFn: () => call<MonthFigures>(`/v1/figures${month ? `?month=${month}` : ''}`),
});

export const showShare = (share: string | null) => (share === null ? '—' : `${(Number(share) * 100).toFixed(1)} %`);

/** 45 s, 12 min, 3.5 h, 2.1 d: two figures, the unit that fits. */
export function useDuration() {
  const pick = usePick();
  return (ms: number) => {
    const units: [number, string, string][] = [[86_400_000, '天', 'd'], [3_600_000, '小时', 'h'], [60_000, '分钟', 'min'], [1_000, '秒', 's']];
    const [size, zh, en] = units.find(([least]) => ms >= least) ?? [1_000, '秒', 's'];
    const value = ms / size;
    return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${pick(zh, en)}`;
  };
}

/** One row a bureau, the sum last; wide enough to scroll by itself on a phone. */
export function FiguresTable({ figures }: { figures: MonthFigures }) {
  const t = useWords(figureWords);
  const pick = usePick();
  const duration = useDuration();
  const rows = [...figures.bureaus.map((row) => ({ key: row.bureau, name: pick(row.name_zh, row.name_en), row: row as Figures })), { key: 'all', name: t('everywhere'), row: figures.total }];
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`${t('month')} ${figures.month}`}>
      <table>
        <thead>
          <tr>
            <th>{t('bureau')}</th><th>{t('cases')}</th><th>{t('declarations')}</th><th>{t('applications')}</th>
            {kChannels.map((channel) => <th key={channel}>{t(channel)}</th>)}
            <th>{t('share')}</th><th>{t('counter', figures.total.counter.aim)}</th><th>{t('served')}</th><th>{t('machine_median')}</th><th>{t('officer_median')}</th><th>{t('hours')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, row }) => (
            <tr key={key} className={key === 'all' ? 'sum' : undefined}>
              <td>{name}</td><td className="number">{row.cases}</td><td className="number">{row.declarations}</td><td className="number">{row.applications}</td>
              {kChannels.map((channel) => <td key={channel} className="number">{row.channels[channel]}</td>)}
              <td className="number">{showShare(row.straight_through.share)}</td>
              <td className="number"><span className={row.counter.cases > row.counter.aim ? 'tag wait' : 'tag good'}>{row.counter.cases}</span></td>
              <td className="number">{row.served}</td>
              <td className="number">{row.median_ms ? duration(row.median_ms.machine) : <span className="soft small">{t('too_few')}</span>}</td>
              <td className="number">{row.median_ms ? duration(row.median_ms.officer) : <span className="soft small">{t('too_few')}</span>}</td>
              <td className="number">{row.saved.hours ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
