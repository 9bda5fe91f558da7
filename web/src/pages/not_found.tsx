import { common } from '../text/common';
import { useWords } from '../text/text';

export function NotFound() {
  const t = useWords(common);
  return <h1>{t('not_found')}</h1>;
}
