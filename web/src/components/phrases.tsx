// The office's phrases for reasons: picked into the text, which stays free.
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client';
import { hasRole, useMe } from '../session';
import { usePick, useWords, type Words } from '../text/text';

const words = { phrases: ['常用语', 'Phrases'] } satisfies Words;
interface Phrase { act: string; zh: string; en: string }

export function Phrases({ act, onPick }: { act: string; onPick: (text: string) => void }) {
  const t = useWords(words);
  const pick = usePick();
  const officer = !hasRole(useMe(), 'enterprise');
  const list = useQuery({ queryKey: ['phrases'], staleTime: 30_000, enabled: officer, queryFn: ({ signal }) => call<{ offices: { phrases: Phrase[] }[] }>('/v1/phrases', { signal }) });
  const fitting = list.data?.offices.flatMap((office) => office.phrases).filter((one) => !one.act || one.act === act) ?? [];
  if (!fitting.length) return null;
  return (
    <div className="row small" role="group" aria-label={t('phrases')}>
      {fitting.slice(0, 12).map((one, index) => <button key={index} type="button" className="plain" onClick={() => onPick(pick(one.zh, one.en))}>{pick(one.zh, one.en)}</button>)}
    </div>
  );
}
