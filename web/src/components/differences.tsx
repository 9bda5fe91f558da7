// What differs between two versions, or from the certificate before, side by side.
import { useState } from 'react';
import { type CaseView, useDifferences } from '../api/cases';
import { namePath, useFormLabels } from '../api/form_labels';
import type { FormName } from '../api/types';
import { usePick, useWords, type Words } from '../text/text';
import { Busy } from './busy';
import { Failure } from './failure';

const words = {
  title: ['版本差异', 'Differences'], version: ['第 {0} 版', 'Version {0}'], before: ['前', 'Before'], after: ['后', 'After'], field: ['栏目', 'Field'], none: ['没有差异', 'No difference'],
  previous: ['与原证书 {0} 相比', 'From the certificate {0}'], against: ['比较', 'Compare'],
} satisfies Words;

export function DifferencesCard({ kind, view }: { kind: FormName; view: CaseView }) {
  const t = useWords(words);
  const pick = usePick();
  const choices = [
    ...(view.supersedes ? [{ key: 'against=previous_certificate', label: t('previous', view.supersedes) }] : []),
    ...Array.from({ length: view.version - 1 }, (_, index) => ({ key: `from=${view.version - 1 - index}&to=${view.version}`, label: `${t('version', view.version - 1 - index)} → ${t('version', view.version)}` })),
  ];
  const [chosen, setChosen] = useState('');
  const query = chosen || choices[0]?.key || '';
  const labels = useFormLabels(kind);
  const list = useDifferences(kind, view.case, query, !!query);
  const rows = list.data?.filter((row) => row.path !== '/message_uuid');  // new with each message: no difference of what is said
  if (!choices.length) return null;
  return (
    <section className="card">
      <div className="row spread">
        <h2>{t('title')}</h2>
        {choices.length > 1 ? (
          <select className="fit" aria-label={t('against')} value={query} onChange={(e) => setChosen(e.target.value)}>{choices.map((one) => <option key={one.key} value={one.key}>{one.label}</option>)}</select>
        ) : <span className="soft small">{choices[0]?.label}</span>}
      </div>
      <Failure error={list.error} />
      {list.isPending ? <Busy /> : !rows?.length ? <p className="soft">{t('none')}</p> : (
        <div className="scroll">
          <table className="dense">
            <thead><tr><th scope="col">{t('field')}</th><th scope="col">{t('before')}</th><th scope="col">{t('after')}</th></tr></thead>
            <tbody>{rows.map((row) => <tr key={row.path}><th scope="row">{namePath(labels.data, row.path, pick)}</th><td><del>{row.before}</del></td><td><ins>{row.after}</ins></td></tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}
