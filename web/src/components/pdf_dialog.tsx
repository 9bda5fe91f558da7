// A paper on the screen: in a frame with print and download beside it, or in a tab of its own where frames do not show papers.
import { useEffect, useRef } from 'react';
import { common } from '../text/common';
import { useWords, type Words } from '../text/text';

const words = { print: ['打印', 'Print'], download: ['下载', 'Download'], new_tab: ['在新页打开', 'Open in a new tab'] } satisfies Words;
export interface Shown { address: string; name: string }

export function PdfDialog({ shown, onClose }: { shown: Shown | null; onClose: () => void }) {
  const t = useWords({ ...common, ...words });
  const dialog = useRef<HTMLDialogElement>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    if (shown && !dialog.current?.open) dialog.current?.showModal();
    if (!shown) dialog.current?.close();
  }, [shown]);
  return (
    <dialog ref={dialog} className="paper" onClose={onClose} aria-label={shown?.name}>
      {shown && (
        <>
          <div className="row spread">
            <strong>{shown.name}</strong>
            <div className="row">
              <button onClick={() => frame.current?.contentWindow?.print()}>{t('print')}</button>
              <a className="button" href={shown.address} download={`${shown.name}.pdf`}>{t('download')}</a>
              <a className="button" href={shown.address} target="_blank" rel="noreferrer">{t('new_tab')}</a>
              <button onClick={() => dialog.current?.close()}>{t('close')}</button>
            </div>
          </div>
          <iframe ref={frame} title={shown.name} src={shown.address} />
        </>
      )}
    </dialog>
  );
}
