import type { Finding } from '../api/types';
import { usePick } from '../text/text';

/** Findings as lines: words, then the rule they come from. */
export function Findings({ findings }: { findings: Finding[] }) {
  const pick = usePick();
  return (
    <ul>
      {findings.map((finding, index) => (
        <li key={index}>{pick(finding.zh, finding.en)} <span className="soft small">{finding.rule}{finding.path && ` · ${finding.path}`}</span></li>
      ))}
    </ul>
  );
}
