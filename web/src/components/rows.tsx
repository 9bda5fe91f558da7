// A long list whose rows are drawn only where they are seen; the next page is asked for before its end is reached.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from 'react';

export interface RowsHandle { show: (index: number) => void }

export function Rows<T>({ rows, height, row, label, onEnd, ref }: { rows: T[]; height: number; row: (item: T, index: number) => ReactNode; label: string; onEnd?: () => void; ref?: Ref<RowsHandle> }) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => height, overscan: 8 });
  useImperativeHandle(ref, () => ({ show: (index) => virtual.scrollToIndex(index) }), [virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => { if (last >= rows.length - 10) onEnd?.(); }, [last, rows.length, onEnd]);
  useEffect(() => virtual.measure(), [virtual, height]);
  return (
    <div ref={box} className="rows" tabIndex={-1}>
      <ul aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const one = rows[item.index];
          return one === undefined ? null : <li key={item.key} style={{ height, transform: `translateY(${item.start}px)` }} aria-setsize={rows.length} aria-posinset={item.index + 1}>{row(one, item.index)}</li>;
        })}
      </ul>
    </div>
  );
}
