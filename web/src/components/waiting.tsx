// Who must act, since when and until when, in one line.
import type { Waiting } from '../api/cases';
import { kRoles } from '../text/case_words';
import { showInstant, useLanguage, usePick, useWords, type Words } from '../text/text';

const words = {
  now: ['现在由{0}办:{1}', '{0} to act now: {1}'],
  since: ['自 {0}(已 {1})', 'since {0} ({1})'],
  until: ['至 {0}', 'until {0}'],
  over: ['已逾期,应于 {0} 前', 'overdue, was due {0}'],
  nobody: ['已办结,无需再办。', 'Finished: nobody has to act.'],
} satisfies Words;

/** 3 分钟, 5 小时, 12 天. */
export function useSpan() {
  const { language } = useLanguage();
  return (ms: number) => {
    const [value, zh, en] = ms < 60_000 ? [ms / 1000, '秒', 's'] : ms < 3_600_000 ? [ms / 60_000, '分钟', 'min'] : ms < 172_800_000 ? [ms / 3_600_000, '小时', 'h'] : [ms / 86_400_000, '天', 'd'];
    return `${Math.max(0, Math.floor(value as number))} ${language === 'zh' ? zh : en}`;
  };
}

export function WaitingFor({ waiting }: { waiting: Waiting | null }) {
  const t = useWords(words);
  const role = useWords(kRoles);
  const pick = usePick();
  const span = useSpan();
  if (!waiting) return <p className="soft">{t('nobody')}</p>;
  const late = !!waiting.due_at && Date.parse(waiting.due_at) < Date.now();
  return (
    <p className={`notice ${late ? 'bad' : 'wait'}`}>
      <strong>{t('now', role(waiting.role), pick(waiting.zh, waiting.en))}</strong>{' '}
      {waiting.since && <span className="small">{t('since', showInstant(waiting.since), span(Date.now() - Date.parse(waiting.since)))}</span>}
      {waiting.due_at && <span className="small"> · {t(late ? 'over' : 'until', showInstant(waiting.due_at))}</span>}
    </p>
  );
}
