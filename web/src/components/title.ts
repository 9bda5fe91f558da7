import { useEffect } from 'react';
import { common } from '../text/common';
import { useWords } from '../text/text';

/** The page's name in the window and for screen readers. */
export function useTitle(name: string) {
  const t = useWords(common);
  useEffect(() => { document.title = `${name} · ${t('product')}`; }, [name, t]);
}
