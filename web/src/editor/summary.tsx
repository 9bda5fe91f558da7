// Everything that is wrong, in the order of the form; each line leads to its field. It takes the focus when the form was checked.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { usePick, useWords } from '../text/text';
import type { FormStore, Row } from './form_store';
import { reveal } from './reveal';
import { useForm, useUi } from './use_store';
import { words } from './words';

export function showSummary(store: FormStore) {
  store.setUi('show_all', true);
  store.setUi('summary', store.ui('summary', 0) + 1);
}

export function Summary() {
  const t = useWords(words);
  const pick = usePick();
  const store = useForm();
  const asked = useUi('summary', 0);
  useSyncExternalStore((tell) => store.on('counts', tell), () => store.counts);
  const part = useRef<HTMLElement>(null);
  useEffect(() => { if (asked) { part.current?.focus(); part.current?.scrollIntoView({ block: 'start' }); } }, [asked]);
  if (!asked) return null;
  const all = store.allFindings();
  const refusals = all.filter(({ finding }) => finding.severity === 'refusal'), others = all.filter(({ finding }) => finding.severity !== 'refusal');
  const place = (row: Row, field: string): string => {
    const spec = row.group.field.get(field) ?? row.group.children.find((child) => child.name === field);
    const name = spec ? pick(spec.label_zh, spec.label_en) : '';
    const parts: string[] = [];
    for (let at: Row = row; at.parent; at = at.parent) parts.unshift(`${pick(at.group.label_zh, at.group.label_en)} ${store.rows(at.parent, at.group.name).indexOf(at) + 1}`);
    return [...parts, name].filter(Boolean).join(' · ') || t('whole_form');
  };
  const list = (items: typeof all) => (
    <ul>
      {items.map(({ finding, row, field }, index) => (
        <li key={index}>
          <button type="button" className="plain" onClick={() => reveal(store, row, field)}>{place(row, field)}</button> {pick(finding.zh, finding.en)} <span className="soft small">{finding.rule}</span>
        </li>
      ))}
    </ul>
  );
  return (
    <section ref={part} tabIndex={-1} className={refusals.length ? 'notice bad summary' : 'notice good summary'} aria-label={t('summary')}>
      <div className="row"><h2>{refusals.length ? `${t('summary')} (${refusals.length})` : t('complete')}</h2><button type="button" className="plain small" onClick={() => store.setUi('summary', 0)}>{t('summary_close')}</button></div>
      {refusals.length > 0 && list(refusals)}
      {others.length > 0 && <><h3>{t('summary_warnings')}</h3>{list(others)}</>}
    </section>
  );
}
