import type { FormName } from '../api/types';
import { kBadStages, kDeclarationStages, kGoodStages, kOriginStages } from '../text/case_words';
import { useWords } from '../text/text';

const kAll = { ...kDeclarationStages };
export function useStageName(kind: FormName) {
  return useWords<Record<string, readonly [string, string]>>(kind === 'declaration' ? kAll : kOriginStages);
}

export function StageTag({ kind, stage }: { kind: FormName; stage: string }) {
  const name = useStageName(kind);
  const tone = kGoodStages.includes(stage) ? 'good' : kBadStages.includes(stage) ? 'bad' : 'wait';
  return <span className={`tag ${tone}`}>{name(stage)}</span>;
}
