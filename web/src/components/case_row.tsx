// A case as a line of a list: what it is, where it stands, who must act, its numbers.
import { Link } from 'wouter';
import { pageOf, type Waiting } from '../api/cases';
import type { FormName } from '../api/types';
import { kRoles } from '../text/case_words';
import { showInstant, usePick, useWords } from '../text/text';
import { StageTag } from './stage_tag';

export interface ListedCase {
  case: string; kind: FormName; stage: string; title: string; unit_name?: string; reference: string; number: string; lodged_at?: string; since?: string; due_at?: string; waiting_for?: Waiting | null;
}

export function CaseRow({ item }: { item: ListedCase }) {
  const role = useWords(kRoles);
  const pick = usePick();
  return (
    <Link href={pageOf(item.kind, item.case)} className="case-row">
      <span className="title">{item.title || item.reference}</span>
      <span className="state"><StageTag kind={item.kind} stage={item.stage} /></span>
      <span className="who small">{item.waiting_for ? `${role(item.waiting_for.role)}:${pick(item.waiting_for.zh, item.waiting_for.en)}` : item.unit_name ?? ''}</span>
      <span className="numbers small soft">{[item.number, item.reference].filter(Boolean).join(' · ')}</span>
      <time className="when small soft number" dateTime={item.lodged_at ?? item.since}>{showInstant(item.lodged_at ?? item.since)}</time>
    </Link>
  );
}
