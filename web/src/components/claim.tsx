// Who works on a case: taken on opening, given back on leaving, so that two officers do not do the same work.
import { useEffect, useState } from 'react';
import { pathOf } from '../api/cases';
import { call } from '../api/client';
import type { FormName } from '../api/types';
import { useMe } from '../session';
import { showInstant, useWords, type Words } from '../text/text';

const words = { other: ['{0} 自 {1} 起正在办理此件。', '{0} has been working on this since {1}.'] } satisfies Words;
export interface Claim { claimed_by: string; claimed_by_name?: string; since: string }
const kRenewMs = 60_000;

/** Holds the claim while `wanted`; gives who holds it when it is somebody else. */
export function useClaim(kind: FormName, id: string, wanted: boolean): Claim | null {
  const me = useMe();
  const [claim, setClaim] = useState<Claim | null>(null);
  useEffect(() => {
    setClaim(null);
    if (!wanted) return undefined;
    let gone = false;
    let mine = false;
    const path = `${pathOf(kind)}/${id}/claim`;
    const take = async () => {
      try {
        const answer = await call<Claim>(path, { method: 'PUT', body: {} });
        mine = answer.claimed_by === me.sign_in;
        if (!gone) setClaim(answer);
        else if (mine) release();
      } catch { /* without a claim he works as before; an act refused says who holds it */ }
    };
    const release = () => void call(path, { method: 'DELETE', body: {}, keepalive: true }).catch(() => undefined);
    const leave = () => { if (mine) release(); };
    void take();
    const timer = setInterval(() => void take(), kRenewMs);
    window.addEventListener('pagehide', leave);
    return () => {
      gone = true;
      clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [kind, id, wanted, me.sign_in]);
  return claim && claim.claimed_by !== me.sign_in ? claim : null;
}

export function ClaimNotice({ claim }: { claim: Claim | null }) {
  const t = useWords(words);
  return claim && <p className="notice wait" role="status">{t('other', claim.claimed_by_name ?? claim.claimed_by, showInstant(claim.since))}</p>;
}
