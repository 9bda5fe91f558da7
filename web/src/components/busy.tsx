import { useEffect, useState } from 'react';
import { common } from '../text/common';
import { useWords } from '../text/text';

/** Says that something is being read, but only when it takes longer than a blink. */
export function Busy() {
  const t = useWords(common);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return <p role="status" className="soft">{shown ? t('loading') : ''}</p>;
}
