// The newest receipts of the unit's mailbox, those not seen before marked; live by the event stream.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { pageOf } from '../api/cases';
import { call } from '../api/client';
import { useEventSoon, useMe } from '../session';
import { kReceipts } from '../text/receipt_words';
import { showInstant, useWords, type Words } from '../text/text';
import { Busy } from './busy';
import { Failure } from './failure';

const words = { title: ['新回执', 'Latest receipts'], none: ['还没有回执;申报后每一步都会在这里出现。', 'No receipts yet; every step of what you lodge will show here.'], new: ['新', 'new'] } satisfies Words;
const kShown = 30;

interface Body { kind: string; case: string; reference: string; at: string; declaration_number?: string }
interface Notice extends Body { serial: number }
interface Mailbox { receipts: { serial: number; body: string }[]; next: number; last: number }

const isOrigin = (kind: string) => kind.startsWith('application_') || kind.startsWith('papers_asked') || kind.startsWith('papers_in') && kind !== 'papers_inaccurate' || ['certificate_issued', 'certificate_superseded', 'certificate_revoked', 'certificate_expired'].includes(kind);
const isAdmission = (kind: string) => kind.startsWith('admission_') || kind.startsWith('visa_admission_');

async function newest(signal: AbortSignal): Promise<Notice[]> {
  const { last } = await call<Mailbox>(`/v1/receipts?after=${Number.MAX_SAFE_INTEGER}&limit=1`, { signal });
  const page = await call<Mailbox>(`/v1/receipts?after=${Math.max(0, last - kShown)}&limit=${kShown}`, { signal });
  return page.receipts.map(({ serial, body }) => ({ serial, ...(JSON.parse(body) as Body) })).reverse();
}

export function Notices() {
  const t = useWords(words);
  const receipt = useWords<Words>(kReceipts);
  const me = useMe();
  const client = useQueryClient();
  const stored = `datong-seen-${me.unit}`;
  const [seen] = useState(() => Number(localStorage.getItem(stored) ?? 0));
  const list = useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => newest(signal) });
  useEventSoon('mailbox', () => void client.invalidateQueries({ queryKey: ['notices'] }));
  const first = list.data?.[0]?.serial ?? 0;
  useEffect(() => { if (first > 0) localStorage.setItem(stored, String(first)); }, [first, stored]);
  const place = (one: Notice) => (isAdmission(one.kind) ? '/app/unit' : pageOf(isOrigin(one.kind) ? 'origin' : 'declaration', one.case));
  return (
    <section className="card" aria-live="polite">
      <h2>{t('title')}</h2>
      <Failure error={list.error} />
      {list.isPending && <Busy />}
      {list.data?.length === 0 && <p className="soft">{t('none')}</p>}
      <ul className="plain notices">
        {list.data?.map((one) => (
          <li key={one.serial}>
            <Link href={place(one)}>{receipt(one.kind)}</Link> {one.serial > seen && <span className="tag wait">{t('new')}</span>}
            <div className="soft small row spread"><span>{one.declaration_number || one.reference}</span><time className="number" dateTime={one.at}>{showInstant(one.at)}</time></div>
          </li>
        ))}
      </ul>
    </section>
  );
}
