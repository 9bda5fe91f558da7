// Words of the screens: one table an area, a row a key with both languages, so that neither can be forgotten.
//   const words = { lodge: ['申报', 'Lodge'] } satisfies Words;   const t = useWords(words);   t('lodge')
// {0} {1} in a text are filled from the further arguments.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { choices } from '../hall/mode';

export type Language = 'zh' | 'en';
export type Words = Record<string, readonly [zh: string, en: string]>;

interface LanguageState { language: Language; setLanguage: (language: Language) => void }
const Context = createContext<LanguageState>({ language: 'zh', setLanguage: () => undefined });
const kStored = 'datong-language';

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (choices().getItem(kStored) === 'en' ? 'en' : 'zh'));
  useEffect(() => {
    choices().setItem(kStored, language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const state = useMemo(() => ({ language, setLanguage }), [language]);
  return <Context value={state}>{children}</Context>;
}

export const useLanguage = () => useContext(Context);

export function fill(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}

export function useWords<W extends Words>(words: W) {
  const { language } = useLanguage();
  return useCallback((key: keyof W, ...values: (string | number)[]) => {
    const row = words[key];
    return row ? fill(row[language === 'zh' ? 0 : 1], values) : String(key);
  }, [words, language]);
}

/** Picks the language of what the server said in both. */
export function usePick() {
  const { language } = useLanguage();
  return useCallback((zh: string | undefined, en: string | undefined) => (language === 'zh' ? zh || en : en || zh) ?? '', [language]);
}

/** The first letter as a capital: the server's words of acts are spelt as inside a sentence. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Instants and dates as people here read them: +08:00, 2026-11-25 14:05. */
const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });
export const showInstant = (instant: string | undefined) => (instant ? clock.format(new Date(instant)) : '');
export const showYuan = (fen: number) => (fen / 100).toFixed(2);
