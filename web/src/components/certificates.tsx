// What was issued: certificates and clearance forms of a declaration, or the certificate of origin, each with preview, print, download and check.
import { useState } from 'react';
import { Link } from 'wouter';
import { type CaseView, type NameOf, pathOf, useCodes } from '../api/cases';
import type { FormName } from '../api/types';
import { usePick, useWords, type Words } from '../text/text';
import { PdfDialog, type Shown } from './pdf_dialog';

const words = {
  title: ['证书与通关单', 'Certificates and clearance form'], origin_title: ['原产地证书', 'Certificate of origin'], drafted: ['已拟制', 'drafted'], signed: ['已签发', 'signed'], cancelled: ['已注销', 'cancelled'],
  clearance: ['通关单', 'Clearance form'], show: ['查看', 'View'], check: ['核对', 'Check'], preview: ['预览证书', 'Preview'], required: ['要求出具:{0}', 'Required: {0}'],
  drafted_by: ['拟制 {0}', 'drafted by {0}'], signed_by: ['签发 {0}', 'signed by {0}'], code: ['核对码与二维码印在纸面上。', 'The check code and the QR code are printed on the paper.'],
  pages: ['{0} 页', '{0} pages'], follows: ['取代', 'follows'], followed: ['被取代为', 'followed by'],
} satisfies Words;

function PaperRow({ number, name, tone, word, people, address, show }: { number: string; name: string; tone: string; word: string; people?: string; address: string | null; show: (shown: Shown) => void }) {
  const t = useWords(words);
  return (
    <li>
      <div className="row spread"><span><strong>{name}</strong> <span className={`tag ${tone}`}>{word}</span></span><span className="number">{number}</span></div>
      {people && <div className="soft small">{people}</div>}
      {address && (
        <div className="row">
          <button onClick={() => show({ address, name: number })}>{t('show')}</button>
          <a className="button" href={address} download={`${number}.pdf`}>PDF</a>
          <a className="button" href={`/verify?number=${encodeURIComponent(number)}`} target="_blank" rel="noreferrer">{t('check')}</a>
        </div>
      )}
    </li>
  );
}

export function CertificatesCard({ kind, view, nameOf }: { kind: FormName; view: CaseView; nameOf: NameOf }) {
  const t = useWords(words);
  const pick = usePick();
  const kinds = useCodes(kind === 'declaration' ? 'certificate_kind' : undefined);
  const [shown, setShown] = useState<Shown | null>(null);
  const kindName = (code: string) => { const row = kinds.data?.find((one) => one.code === code); return row ? pick(row.name_zh, row.name_en) : code; };
  const base = `${pathOf(kind)}/${view.case}`;
  const issued = kind === 'origin' && !!view.paper_sha256;
  const certificates = view.certificates ?? [];
  const required = view.required_certificates ?? [];
  if (kind === 'declaration' && !certificates.length && !view.clearance_number && !required.length) return null;
  return (
    <section className="card">
      <h2>{t(kind === 'declaration' ? 'title' : 'origin_title')}</h2>
      {kind === 'declaration' && required.length > 0 && <p className="soft small">{t('required', required.map(kindName).join(pick('、', ', ')))}</p>}
      <ul className="plain papers">
        {certificates.map((one) => (
          <PaperRow
            key={one.number} number={one.number} name={kindName(one.code)} tone={one.stage === 'signed' ? 'good' : one.stage === 'cancelled' ? 'bad' : 'wait'} word={t(one.stage)}
            people={[one.drafted_by && t('drafted_by', nameOf(one.drafted_by) ?? ''), one.signed_by && t('signed_by', nameOf(one.signed_by) ?? '')].filter(Boolean).join(' · ')}
            address={one.stage === 'drafted' ? null : `/v1/issued/${one.number}/paper`} show={setShown}
          />
        ))}
        {view.clearance_number && view.clearance !== 'none' && (
          <PaperRow number={view.clearance_number} name={t('clearance')} tone={view.clearance === 'recalled' ? 'bad' : 'good'} word={view.clearance === 'recalled' ? t('cancelled') : t('signed')} address={`/v1/issued/${view.clearance_number}/paper`} show={setShown} />
        )}
      </ul>
      {kind === 'origin' && (
        <>
          {(view.supersedes || view.superseded_by) && (
            <p className="row small">
              {view.supersedes && <span>{t('follows')} <Link href={`/app/search?q=${encodeURIComponent(view.supersedes)}`}>{view.supersedes}</Link></span>}
              {view.superseded_by && <span>{t('followed')} <Link href={`/app/search?q=${encodeURIComponent(view.superseded_by)}`}>{view.superseded_by}</Link></span>}
            </p>
          )}
          <div className="row">
            {issued && (
              <>
                <button className="primary" onClick={() => setShown({ address: `${base}/paper`, name: view.certificate_number ?? view.case })}>{t('show')}</button>
                <a className="button" href={`${base}/paper`} download={`${view.certificate_number}.pdf`}>PDF</a>
                <a className="button" href={`/verify?number=${encodeURIComponent(view.certificate_number ?? '')}`} target="_blank" rel="noreferrer">{t('check')}</a>
                {view.pages && <span className="soft small">{t('pages', view.pages)}</span>}
              </>
            )}
            {!issued && <button onClick={() => setShown({ address: `${base}/preview`, name: t('preview') })}>{t('preview')}</button>}
          </div>
        </>
      )}
      {(issued || certificates.some((one) => one.stage === 'signed')) && <p className="soft small flat">{t('code')}</p>}
      <PdfDialog shown={shown} onClose={() => setShown(null)} />
    </section>
  );
}
