import { useState } from 'react';
import { choices } from '../hall/mode';

const kStored = 'datong-keys';

/** Whether single letters and digits act as keys. It can be switched off (WCAG 2.1.4): a word spoken to the computer, or a slip of the hand, is then no order. */
export function useKeys(): [on: boolean, set: (on: boolean) => void] {
  const [on, setOn] = useState(() => choices().getItem(kStored) !== 'off');
  return [on, (next) => { choices().setItem(kStored, next ? 'on' : 'off'); setOn(next); }];
}
