// What is to be paid, how it was worked out line by line, and how it was settled.
import { useState } from 'react';
import { type CaseView, type NameOf, type Step, useSteps } from '../api/cases';
import { showInstant, showYuan, usePick, useWords, type Words } from '../text/text';
import { kTracks } from '../text/case_words';
import { PdfDialog, type Shown } from './pdf_dialog';

const words = {
  title: ['费用', 'Fee'], yuan: ['{0} 元', '{0} CNY'], slip: ['收费通知单', 'Fee slip'], working: ['怎样算出来的', 'How it was worked out'], line: ['第 {0} 行', 'Line {0}'], batch: ['全批', 'Batch'],
  result: ['元', 'CNY'], by: ['{0} 于 {1} 计费', 'calculated by {0}, {1}'], paid: ['{0} 于 {1} 收款,凭证号 {2}', 'received by {0}, {1}, reference {2}'],
} satisfies Words;

export function FeeCard({ view, nameOf }: { view: CaseView; nameOf: NameOf }) {
  const t = useWords(words);
  const track = useWords<Words>(kTracks);
  const pick = usePick();
  const [shown, setShown] = useState<Shown | null>(null);
  const steps = useSteps('declaration', view.case, view.fee !== 'none');
  if (!view.fee || view.fee === 'none') return null;
  const last = (event: string): Step | undefined => steps.data?.findLast((step) => step.event === event);
  const calculated = last('calculate_fee');
  const settled = view.fee === 'settled' ? last('settle_fee') : undefined;
  return (
    <section className="card">
      <div className="row spread">
        <h2>{t('title')} <span className="number">{t('yuan', showYuan(view.fee_fen ?? 0))}</span> <span className={`tag ${view.fee === 'settled' ? 'good' : 'wait'}`}>{track(`fee_${view.fee}`)}</span></h2>
        <button onClick={() => setShown({ address: `/v1/declarations/${view.case}/fee-slip`, name: t('slip') })}>{t('slip')}</button>
      </div>
      {calculated && <p className="soft small flat">{t('by', nameOf(calculated.actor) ?? '', showInstant(calculated.at))}</p>}
      {settled && <p className="soft small flat">{t('paid', nameOf(settled.actor) ?? '', showInstant(settled.at), settled.data['payment_reference'] ?? '')}</p>}
      {calculated?.working && (
        <details open={view.fee === 'due'}>
          <summary>{t('working')}</summary>
          <table className="dense">
            <tbody>
              {calculated.working.lines.map((line, index) => (
                <tr key={index}>
                  <td className="soft number">{line.goods_line ? t('line', line.goods_line) : t('batch')}</td><td>{pick(line.zh, line.en)} <span className="soft small">{line.rule}</span></td><td className="number right">{line.result_cny}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      <PdfDialog shown={shown} onClose={() => setShown(null)} />
    </section>
  );
}
