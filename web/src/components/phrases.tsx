// The office's phrases for reasons: picked into the text, which stays free.
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client';
import { usePick, useWords, type Words } from '../text/text';

const words = { phrases: ['常用语', 'Phrases'] } satisfies Words;
export interface Phrase { act?: string; code?: string; zh: string; en: string }

export function Phrases({ act, code, onPick }: { act: string; code: string; onPick: (text: string) => void }) {
  const t = useWords(words);
  const pick = usePick();
  const list = useQuery({ queryKey: ['phrases'], staleTime: 5 * 60_000, retry: false, queryFn: ({ signal }) => call<{ phrases: Phrase[] }>('/v1/phrases', { signal }) });
  const fitting = list.data?.phrases.filter((one) => (!one.act || one.act === act) && (!one.code || !code || one.code === code)) ?? [];
  if (!fitting.length) return null;
  return (
    <div className="row small" role="group" aria-label={t('phrases')}>
      {fitting.slice(0, 12).map((one, index) => <button key={index} type="button" className="plain" onClick={() => onPick(pick(one.zh, one.en))}>{pick(one.zh, one.en)}</button>)}
    </div>
  );
}
