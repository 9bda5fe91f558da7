// Who works on a case: taken on opening, given back on leaving, so that two officers do not do the same work.
import { useCallback, useEffect, useState } from 'react';
import { pathOf } from '../api/cases';
import { ApiError, call } from '../api/client';
import type { FormName } from '../api/types';
import { hasRole, useMe } from '../session';
import { showInstant, useWords, type Words } from '../text/text';

const words = { other: ['{0} 自 {1} 起正在办理此件。', '{0} has been working on this since {1}.'], take_over: ['由我接手', 'Take it over'] } satisfies Words;
const kRenewMs = 5 * 60_000;

/** Somebody else's claim, as the refusal LCK001 names it: acts in its roles are his for now, those of other desks are not. */
export interface Claim { name: string; since: string; roles: string[] }
export function claimOf(error: unknown): Claim | null {
  const finding = error instanceof ApiError ? error.findings.find((one) => one.rule === 'LCK001') : undefined;
  return finding ? { name: finding.values?.[0] ?? '', since: finding.values?.[1] ?? '', roles: (finding.values?.[3] ?? '').split(',') } : null;
}

/** Holds the claim while `wanted`; gives whose it is when it is another's, and the order to take it over. */
export function useClaim(kind: FormName, id: string, wanted: boolean): { other: Claim | null; takeOver: () => void } {
  const [other, setOther] = useState<Claim | null>(null);
  const path = `${pathOf(kind)}/${id}/claim`;
  const take = useCallback(async (over: boolean) => {
    try {
      await call(path + (over ? '?take_over=true' : ''), { method: 'PUT', body: {} });
      setOther(null);
      return true;
    } catch (error) {
      setOther(claimOf(error));  // any other failure leaves him as he was: an act refused says who holds it
      return false;
    }
  }, [path]);
  useEffect(() => {
    if (!wanted) return undefined;
    let held = take(false);
    const timer = setInterval(() => { held = take(false); }, kRenewMs);
    const release = () => void held.then((mine) => { if (mine) void call(path, { method: 'DELETE', body: {}, keepalive: true }).catch(() => undefined); });
    window.addEventListener('pagehide', release);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pagehide', release);
      release();
      setOther(null);
    };
  }, [path, take, wanted]);
  return { other, takeOver: () => void take(true) };
}

export function ClaimNotice({ claim, onTakeOver }: { claim: Claim | null; onTakeOver: () => void }) {
  const t = useWords(words);
  const me = useMe();
  return claim && (
    <div className="notice wait row spread" role="status">
      <span>{t('other', claim.name, showInstant(claim.since))}</span>
      {hasRole(me, 'supervisor') && <button onClick={onTakeOver}>{t('take_over')}</button>}
    </div>
  );
}
