// Everything that happened to a case, newest first: when, who, plain words, the receipt, who is next; and whose time passed.
import type { Meanings, Timeline } from '../api/cases';
import { namePath, readPoints, useFormLabels } from '../api/form_labels';
import type { FormName } from '../api/types';
import { kParameters, kRoles } from '../text/case_words';
import { capital, showInstant, usePick, useWords, type Words } from '../text/text';
import { Findings } from './findings';
import { StageTag } from './stage_tag';
import { useSpan } from './waiting';

const words = {
  title: ['经过', 'Timeline'], receipt: ['回执 {0}', 'Receipt {0}'], next: ['接着由{0}:{1}', 'Next, {0}: {1}'], clock: ['各方用时', 'Whose time passed'],
  findings: ['审查意见 {0} 条', '{0} findings'], enterprise: ['企业', 'Enterprise'], machine: ['平台', 'Platform'], officer: ['工作人员', 'Officers'],
} satisfies Words;

export function ServiceClock({ clock }: { clock: Timeline['clock'] }) {
  const t = useWords(words);
  const span = useSpan();
  const parts = [['enterprise', clock.enterprise_ms], ['machine', clock.machine_ms], ['officer', clock.officer_ms]] as const;
  const all = parts.reduce((sum, [, ms]) => sum + ms, 0) || 1;
  return (
    <div className="clock">
      <h3>{t('clock')}</h3>
      <div className="clock-bar" aria-hidden="true">{parts.map(([who, ms]) => <span key={who} className={who} style={{ flexGrow: Math.max(ms / all, 0.004) }} />)}</div>
      <ul className="plain row small">{parts.map(([who, ms]) => <li key={who}><span className={`dot ${who}`} aria-hidden="true" /> {t(who)} {span(ms)}</li>)}</ul>
    </div>
  );
}

/** What was said with an act: its reason, what it was asked for. */
function Said({ kind, values, meanings }: { kind: FormName; values: Record<string, string> | undefined; meanings: Meanings | undefined }) {
  const pick = usePick();
  const labels = useFormLabels(kind);
  const word = useWords<Words>(kParameters);
  const rows = Object.keys(kParameters).filter((name) => values?.[name] && name !== 'amount_fen');
  if (!rows.length) return null;
  const said = (name: string) => {
    if (name === 'points') return readPoints(values?.[name]).map(({ path, text }) => `${path ? `${namePath(labels.data, path, pick)}${pick(':', ': ')}` : ''}${text}`).join(pick(';', '; '));
    return meanings?.[name] ? pick(meanings[name].zh, meanings[name].en) : values?.[name];
  };
  return (
    <dl className="inline-facts small">
      {rows.map((name) => <div key={name}><dt>{word(name)}</dt><dd>{said(name)}</dd></div>)}
    </dl>
  );
}

export function TimelineCard({ kind, timeline }: { kind: FormName; timeline: Timeline }) {
  const t = useWords(words);
  const role = useWords(kRoles);
  const pick = usePick();
  return (
    <section className="card">
      <h2>{t('title')}</h2>
      <ServiceClock clock={timeline.clock} />
      <ol className="timeline" reversed>
        {[...timeline.lines].reverse().map((line, index) => (
          <li key={timeline.lines.length - index}>
            <div className="row spread">
              <strong>{capital(pick(line.zh, line.en))}</strong>
              <time className="soft small number" dateTime={line.at}>{showInstant(line.at)}</time>
            </div>
            <div className="small">
              <span className="soft">{role(line.role)}{line.by !== line.role && ` · ${line.by_name ?? line.by}`}</span>
              {index === 0 && line.stage && <> <StageTag kind={kind} stage={line.stage} /></>}
            </div>
            <Said kind={kind} values={line.values} meanings={line.meanings} />
            {line.receipts.map((receipt) => (
              <div key={receipt.serial} className="small">
                {pick(receipt.zh, receipt.en)} <span className="soft">{t('receipt', receipt.serial)}</span>
                {receipt.findings && receipt.findings.length > 0 && <details><summary>{t('findings', receipt.findings.length)}</summary><Findings findings={receipt.findings} /></details>}
              </div>
            ))}
            {line.next && <div className="small soft">{t('next', role(line.next.role), pick(line.next.zh, line.next.en))}</div>}
          </li>
        ))}
      </ol>
    </section>
  );
}
