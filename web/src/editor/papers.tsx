// Papers of the case: uploaded by their SHA-256 before lodging, with progress; the row names the file. A paper uploaded earlier is named again.
import { type DragEvent, useRef, useState } from 'react';
import { csrfToken, refusalOf, unreachable } from '../api/client';
import type { Problem } from '../api/types';
import { useFailureWords } from '../components/failure';
import { useMe } from '../session';
import { useWords } from '../text/text';
import type { GroupSpec } from './form_spec';
import type { Row } from './form_store';
import { useForm, useRows, useUi, useValue } from './use_store';
import { words } from './words';

const kPaperBytesMax = 10 * 1024 * 1024;
const kPictureBytesMax = 1024 * 1024;
const kRecentMax = 30;

/** Where a group keeps the hash and the name of a file. */
const kMembers: Record<string, { hash: string; name: string; picture?: boolean; number?: string }> = {
  'declaration.attached_documents': { hash: 'attachment_hash', name: 'document_name' },
  'origin.attached_documents': { hash: 'sha256', name: 'file_name' },
  'origin.mark_pictures': { hash: 'sha256', name: 'file_name', picture: true },
};

/** Beginnings of the kinds of files that are taken, by the ending of the name. */
const kKinds: Record<string, number[][]> = {
  pdf: [[0x25, 0x50, 0x44, 0x46]], png: [[0x89, 0x50, 0x4e, 0x47]], jpg: [[0xff, 0xd8, 0xff]], jpeg: [[0xff, 0xd8, 0xff]], tif: [[0x49, 0x49], [0x4d, 0x4d]], tiff: [[0x49, 0x49], [0x4d, 0x4d]],
  ofd: [[0x50, 0x4b]], docx: [[0x50, 0x4b]], xlsx: [[0x50, 0x4b]], doc: [[0xd0, 0xcf, 0x11, 0xe0]], xls: [[0xd0, 0xcf, 0x11, 0xe0]], xml: [[0x3c], [0xef, 0xbb, 0xbf, 0x3c]],
};
/** Kinds of document a file's name speaks of. */
const kNamed: [RegExp, declaration: string, origin: string][] = [
  [/合同|contract|s\/?c\b/i, '101001', ''], [/发票|invoice|\binv\b/i, '101002', '1'], [/装箱|箱单|packing|\bp\/?l\b/i, '101004', ''], [/提单|运单|lading|\bb\/?l\b|waybill/i, '101005', '3'],
];

interface Known { sha256: string; name: string; kind: string }
interface Going { name: string; percent: number }

const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function put(sha256: string, file: Blob, progress: (share: number) => void, isAgain = false): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/v1/attachments/${sha256}`);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.setRequestHeader('Datong-Csrf', csrfToken());
    request.upload.onprogress = (event) => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return done();
      let problem: Problem = { status: request.status, code: `http_${request.status}`, title: `${request.status} ${request.statusText}` };
      try { problem = { ...problem, ...(JSON.parse(request.responseText) as Problem) }; } catch { /* not a problem document */ }
      void refusalOf(request.status, problem).then(({ error, again }) => (again && !isAgain ? put(sha256, file, progress, true).then(done, failed) : failed(error)));
    };
    request.onerror = () => failed(unreachable());
    request.send(file);
  });
}

export function Papers({ root, group }: { root: Row; group: GroupSpec }) {
  const t = useWords(words);
  const me = useMe();
  const failureWords = useFailureWords();
  const store = useForm();
  const rows = useRows(root, group.name);
  const readOnly = useUi('read_only', false);
  const [going, setGoing] = useState<Going[]>([]);
  const [problems, setProblems] = useState<string[]>([]);
  const [over, setOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const members = kMembers[`${store.spec.form}.${group.name}`];
  if (!members) return null;

  const kept = `datong-papers:${me.unit}:${me.sign_in}`;
  const known = (): Known[] => { try { return JSON.parse(localStorage.getItem(kept) ?? '[]') as Known[]; } catch { return []; } };
  const add = (paper: Known) => {
    if (store.rows(root, group.name).some((row) => store.value(row, members.hash) === paper.sha256)) return;
    const values: Record<string, string> = { [members.hash]: paper.sha256, [members.name]: paper.name };
    if (paper.kind && group.field.has('document_kind')) values['document_kind'] = paper.kind;
    // A row that names the kind and still lacks its file takes it; otherwise it is a new row.
    const waiting = store.rows(root, group.name).find((row) => !store.value(row, members.hash) && paper.kind && store.value(row, 'document_kind') === paper.kind);
    store.together(() => {
      if (waiting) for (const [name, value] of Object.entries(values)) store.set(waiting, name, value);
      else store.insert(root, group.name, store.rows(root, group.name).length, [store.makeRow(group, root, values)]);
    });
  };
  const upload = async (files: Iterable<File>) => {
    setProblems([]);
    for (const file of files) {
      const say = (problem: string) => setProblems((before) => [...before, problem]);
      if (!file.size) { say(t('empty_file', file.name)); continue; }
      if (file.size > kPaperBytesMax) { say(t('too_large', file.name)); continue; }
      if (members.picture && file.size > kPictureBytesMax) { say(t('picture_large', file.name)); continue; }
      const beginnings = kKinds[file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()];
      if (!beginnings) { say(t('unknown_type', file.name)); continue; }
      const bytes = await file.arrayBuffer();
      const head = new Uint8Array(bytes.slice(0, 8));
      if (!beginnings.some((beginning) => beginning.every((byte, index) => head[index] === byte))) { say(t('wrong_type', file.name)); continue; }
      const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes));
      const report = (percent: number) => setGoing((before) => [...before.filter((item) => item.name !== file.name), { name: file.name, percent }]);
      report(0);
      try {
        await put(sha256, file, (share) => report(Math.round(share * 100)));
        const named = kNamed.find(([pattern]) => pattern.test(file.name));
        const paper: Known = { sha256, name: file.name.slice(0, 100), kind: named ? (store.spec.form === 'declaration' ? named[1] : named[2]) : '' };
        if (store.ui('read_only', false)) say(t('not_added', file.name));
        else add(paper);
        if (me.channel !== 'hall_terminal') localStorage.setItem(kept, JSON.stringify([paper, ...known().filter((other) => other.sha256 !== sha256)].slice(0, kRecentMax)));
      } catch (error) {
        say(t('upload_failed', file.name, failureWords(error)));
      } finally {
        setGoing((before) => before.filter((item) => item.name !== file.name));
      }
    }
  };
  const drop = (event: DragEvent) => { event.preventDefault(); setOver(false); if (!readOnly) void upload([...event.dataTransfer.files]); };
  const reusable = readOnly ? [] : known().filter((paper) => !rows.some((row) => store.value(row, members.hash) === paper.sha256));
  return (
    <div className={over ? 'papers over' : 'papers'} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      {!readOnly && <div className="row">
        <input ref={chooser} type="file" multiple hidden onChange={(event) => { void upload([...(event.target.files ?? [])]); event.target.value = ''; }} aria-label={t('upload')} />
        <button type="button" onClick={() => chooser.current?.click()}>{t('upload')}</button>
        {reusable.length > 0 && (
          <select aria-label={t('reuse')} value="" onChange={(event) => { const paper = reusable.find((other) => other.sha256 === event.target.value); if (paper) add(paper); }}>
            <option value="">{t('reuse')}</option>
            {reusable.map((paper) => <option key={paper.sha256} value={paper.sha256}>{paper.name}</option>)}
          </select>
        )}
        <span className="soft small">{t('upload_hint')}</span>
      </div>}
      {going.map((item) => <p key={item.name} role="status" className="small"><progress max={100} value={item.percent} aria-label={item.name} /> {t('uploading', item.name, item.percent)}</p>)}
      {problems.length > 0 && <ul role="alert" className="refusal">{problems.map((problem) => <li key={problem}>{problem}</li>)}</ul>}
      {rows.length > 0 && <ul className="paper-states">{rows.map((row, index) => <PaperState key={row.id} row={row} index={index} members={members} />)}</ul>}
    </div>
  );
}

function PaperState({ row, index, members }: { row: Row; index: number; members: { hash: string; name: string } }) {
  const t = useWords(words);
  const hash = useValue(row, members.hash), name = useValue(row, members.name);
  return <li><span className={hash ? 'tag good' : 'tag'}>{index + 1} · {hash ? t('uploaded') : t('no_file')}</span>{hash && name ? ` ${name}` : ''}</li>;
}
