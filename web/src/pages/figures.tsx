// Every bureau's figures of a month, open to anybody (N03, N10, N19).
import { useState } from 'react';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { FiguresTable, useFigures } from '../components/figures';
import { useTitle } from '../components/title';
import { figureWords } from '../text/figures';
import { useWords, type Words } from '../text/text';

const words = {
  title: ['统计', 'Figures'],
  explain: ['由单证自身的步骤算出:何时收到、谁在何时办了什么。柜台代录与纸面受理单独计,目标为零。', 'Worked out from the steps of the cases themselves: when each arrived, who did what and when. What the counter enters or takes on paper is counted apart; the aim is zero.'],
} satisfies Words;

const thisMonth = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);

export default function FiguresPage() {
  const t = useWords({ ...figureWords, ...words });
  useTitle(t('title'));
  const [month, setMonth] = useState(thisMonth);
  const figures = useFigures(month);
  return (
    <section className="card">
      <h1>{t('title')}</h1>
      <p className="soft">{t('explain')}</p>
      <p><label>{t('month')} <input type="month" style={{ width: '11em' }} value={month} max={thisMonth()} onChange={(e) => { if (e.target.value) setMonth(e.target.value); }} /></label></p>
      <Failure error={figures.error} />
      {figures.isPending ? <Busy /> : figures.data && <FiguresTable figures={figures.data} />}
      {figures.data?.assumption.seconds && <p className="soft small">{t('assumption', figures.data.assumption.seconds, figures.data.assumption.parameter)}</p>}
    </section>
  );
}
