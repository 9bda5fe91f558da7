// Papers handed in with a form: what they are, their files on the screen or saved, and beside the form for comparison.
import { useEffect, useState } from 'react';
import { type CaseView, type FormRecord, pathOf, type SentFile, useCodes } from '../api/cases';
import { send } from '../api/client';
import type { FormName } from '../api/types';
import { common } from '../text/common';
import { usePick, useWords, type Words } from '../text/text';
import { Failure } from './failure';

const words = {
  title: ['随附单证', 'Papers'], none: ['申报没有随附电子单据;纸质单证请到窗口或施检时核对。', 'No files came with it; papers are compared on paper, at the desk or at inspection.'],
  show: ['查看', 'View'], compare: ['与申报对照', 'Compare with the form'], end: ['结束对照', 'End comparing'], on_paper: ['只有纸质', 'on paper only'], unknown_type: ['此文件不能在页面上显示,请下载。', 'This file cannot be shown here; download it.'],
  download: ['下载', 'Download'],
} satisfies Words;

export interface Paper { key: string; kind: string; name: string; number: string; hash: string }

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The papers a form names, whatever the form. */
export function papersOf(document: FormRecord | undefined, files: SentFile[] | undefined): Paper[] {
  const rows = Array.isArray(document?.['attached_documents']) ? document['attached_documents'] : [];
  const named = rows.map((row, index): Paper => ({
    key: `named-${index}`, kind: text(row['document_kind']), name: text(row['document_name']) || text(row['file_name']), number: text(row['document_number']), hash: text(row['attachment_hash']) || text(row['sha256']),
  }));
  const sent = (files ?? []).map((file, index): Paper => ({ key: `sent-${index}`, kind: text(file.kind), name: text(file.name) || text(file['file_name']), number: '', hash: file.sha256 }));
  return [...named, ...sent];
}

/** What the first bytes say it is; the sender's word is not taken for it. */
function typeOf(bytes: Uint8Array): string {
  const starts = (...head: number[]) => head.every((byte, index) => bytes[index] === byte);
  if (starts(0x25, 0x50, 0x44, 0x46)) return 'application/pdf';
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return 'application/octet-stream';
}

export function PaperFile({ kind, id, paper }: { kind: FormName; id: string; paper: Paper }) {
  const t = useWords({ ...common, ...words });
  const [file, setFile] = useState<{ url: string; type: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    const stop = new AbortController();
    let url = '';
    setFile(null);
    setError(null);
    send(`${pathOf(kind)}/${id}/attachments/${paper.hash}`, { signal: stop.signal }).then(async (response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      const type = typeOf(bytes);
      url = URL.createObjectURL(new Blob([bytes], { type }));
      setFile({ url, type });
    }).catch((failure: unknown) => { if (!stop.signal.aborted) setError(failure); });
    return () => { stop.abort(); if (url) URL.revokeObjectURL(url); };
  }, [kind, id, paper.hash]);
  if (error) return <Failure error={error} />;
  if (!file) return <p role="status" className="soft">{t('loading')}</p>;
  const name = paper.name || paper.hash.slice(0, 12);
  return (
    <div className="paper-file">
      {file.type === 'application/pdf' ? <iframe title={name} src={file.url} /> : file.type.startsWith('image/') ? <img src={file.url} alt={name} /> : <p className="soft">{t('unknown_type')}</p>}
      <a className="button" href={file.url} download={name}>{t('download')}</a>
    </div>
  );
}

export function PapersCard({ kind, view, document, comparing, onCompare }: {
  kind: FormName; view: CaseView; document: FormRecord | undefined; comparing: Paper | null; onCompare: (paper: Paper | null) => void;
}) {
  const t = useWords(words);
  const pick = usePick();
  const kinds = useCodes(kind === 'declaration' ? 'document_kind' : 'origin_document_kind');
  const [open, setOpen] = useState('');
  const papers = papersOf(document, view.files);
  return (
    <section className="card">
      <h2>{t('title')}</h2>
      {document && papers.length === 0 && <p className="soft flat">{t('none')}</p>}
      <ul className="plain papers">
        {papers.map((paper) => {
          const row = kinds.data?.find((one) => one.code === paper.kind);
          return (
            <li key={paper.key}>
              <div className="row spread">
                <span>{row ? pick(row.name_zh, row.name_en) : paper.kind} {paper.name && paper.name !== row?.name_zh && <span className="soft">{paper.name}</span>} {paper.number && <span className="number">{paper.number}</span>}</span>
                {paper.hash ? (
                  <span className="row">
                    <button aria-expanded={open === paper.key} onClick={() => setOpen(open === paper.key ? '' : paper.key)}>{t('show')}</button>
                    <button aria-pressed={comparing?.key === paper.key} onClick={() => onCompare(comparing?.key === paper.key ? null : paper)}>{t(comparing?.key === paper.key ? 'end' : 'compare')}</button>
                  </span>
                ) : <span className="tag">{t('on_paper')}</span>}
              </div>
              {open === paper.key && <PaperFile kind={kind} id={view.case} paper={paper} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
