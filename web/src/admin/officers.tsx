// Officers of a bureau: who they are, which roles they hold; made and changed by its administrator.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useMe } from '../session';
import { common } from '../text/common';
import { showInstant, usePick, useWords } from '../text/text';
import { type AdminWord, adminWords } from './words';

interface Officer { sign_in: string; name: string; office: string; roles: string[]; standing: string; one_time_codes: boolean }
interface Made extends Officer { password?: string; one_time_secret?: string; otpauth?: string }
interface Change { at: string; by: string; person: string; what: string; subject: string }
interface Office { code: string; bureau: string; name_zh: string; name_en: string }
const kRoles = ['desk', 'inspector', 'laboratory', 'fee_desk', 'certificate_desk', 'supervisor', 'administrator'] as const;
const kStandings = ['active', 'suspended', 'cancelled'] as const;

export const useOffices = () => useQuery({ queryKey: ['offices'], staleTime: 600_000, queryFn: () => call<{ offices: Office[] }>('/v1/offices').then((answer) => answer.offices) });
export const useOfficers = () => useQuery({ queryKey: ['officers'], queryFn: () => call<{ officers: Officer[]; manages: boolean; changes?: Change[] }>('/v1/officers') });

function OfficerForm({ officer, offices, close }: { officer: Officer | null; offices: Office[]; close: () => void }) {
  const t = useWords({ ...common, ...adminWords });
  const pick = usePick();
  const me = useMe();
  const client = useQueryClient();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const [signIn, setSignIn] = useState(officer?.sign_in ?? '');
  const [name, setName] = useState(officer?.name ?? '');
  const [office, setOffice] = useState(officer?.office ?? me.office);
  const [roles, setRoles] = useState(officer?.roles ?? []);
  const [standing, setStanding] = useState(officer?.standing ?? 'active');
  const [password, setPassword] = useState('');
  const [newSecret, setNewSecret] = useState(false);
  const own = officer?.sign_in === me.sign_in;
  const order = useMutation({
    mutationFn: () => call<Made>(`/v1/officers/${encodeURIComponent(signIn.trim())}`, {
      method: 'PUT',
      body: { name, ...(own ? {} : { office, roles, standing }), ...(password ? { password } : {}), ...(newSecret ? { new_one_time_secret: true } : {}) },
    }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ['officers'] });
      if (!made.password && !made.one_time_secret) close();
    },
  });
  const submit = (event: FormEvent) => { event.preventDefault(); order.mutate(); };
  const told = order.data && (order.data.password || order.data.one_time_secret) ? order.data : null;
  return (
    <dialog ref={dialog} onClose={close} onCancel={(e) => { if (order.isPending || told) e.preventDefault(); }} aria-label={officer ? t('change') : t('add')}>
      {told ? (
        <>
          <p className="notice wait" role="status">{t('once')}</p>
          <dl>
            <dt>{t('sign_in')}</dt><dd>{told.sign_in}</dd>
            {told.password && <><dt>{t('password')}</dt><dd><code>{told.password}</code></dd></>}
            {told.one_time_secret && <><dt>{t('secret')}</dt><dd><code>{told.one_time_secret}</code></dd></>}
            {told.otpauth && <><dt>otpauth</dt><dd className="small"><code>{told.otpauth}</code></dd></>}
          </dl>
          <p><button className="primary" onClick={close}>{t('close')}</button></p>
        </>
      ) : (
        <form onSubmit={submit}>
          <h2>{officer ? `${t('change')} · ${officer.name}` : t('add')}</h2>
          <Failure error={order.error} />
          {own && <p className="soft">{t('no_own_change')}</p>}
          <p><label>{t('sign_in')}<input required pattern="[a-z][a-z0-9._\-]{2,39}" readOnly={!!officer} value={signIn} onChange={(e) => setSignIn(e.target.value)} /></label></p>
          <p><label>{t('name')}<input required maxLength={60} value={name} onChange={(e) => setName(e.target.value)} /></label></p>
          <p>
            <label>{t('office')}
              <select value={office} disabled={own} onChange={(e) => setOffice(e.target.value)}>
                {offices.filter((one) => me.office === '000000' || one.code === me.office || one.bureau === me.office).map((one) => <option key={one.code} value={one.code}>{one.code} {pick(one.name_zh, one.name_en)}</option>)}
              </select>
            </label>
          </p>
          <fieldset disabled={own}>
            <legend className="soft">{t('roles')}</legend>
            <div className="row">
              {kRoles.map((role) => (
                <label key={role}><input type="checkbox" checked={roles.includes(role)} onChange={(e) => setRoles(e.target.checked ? [...roles, role] : roles.filter((one) => one !== role))} /> {t(role)}</label>
              ))}
            </div>
          </fieldset>
          <p>
            <label>{t('standing')}
              <select value={standing} disabled={own} onChange={(e) => setStanding(e.target.value)}>{kStandings.map((one) => <option key={one} value={one}>{t(one)}</option>)}</select>
            </label>
          </p>
          <p><label>{t('password_new')}<input type="password" autoComplete="new-password" minLength={12} maxLength={64} value={password} onChange={(e) => setPassword(e.target.value)} /></label></p>
          {officer && <p><label><input type="checkbox" checked={newSecret} onChange={(e) => setNewSecret(e.target.checked)} /> {t('new_secret')}</label></p>}
          <p className="row"><button className="primary" disabled={order.isPending}>{t('save')}</button><button type="button" onClick={close}>{t('cancel')}</button></p>
        </form>
      )}
    </dialog>
  );
}

export function Officers() {
  const t = useWords(adminWords);
  const pick = usePick();
  const me = useMe();
  const list = useOfficers();
  const offices = useOffices();
  const [open, setOpen] = useState<Officer | 'new' | null>(null);
  if (list.isPending || offices.isPending) return <Busy />;
  const nameOf = (code: string) => { const found = offices.data?.find((one) => one.code === code); return found ? pick(found.name_zh, found.name_en) : code; };
  const word = (name: string) => (name in adminWords ? t(name as AdminWord) : name);
  return (
    <>
      <Failure error={list.error ?? offices.error} />
      {list.data?.manages && !me.second_factor && <p className="notice wait">{t('second_factor')}</p>}
      {list.data?.manages && <p><button className="primary" onClick={() => setOpen('new')}>{t('add')}</button></p>}
      <div className="scroll">
        <table>
          <thead><tr><th>{t('sign_in')}</th><th>{t('name')}</th><th>{t('office')}</th><th>{t('roles')}</th><th>{t('standing')}</th><th>{t('code')}</th><th /></tr></thead>
          <tbody>
            {list.data?.officers.map((one) => (
              <tr key={one.sign_in}>
                <td>{one.sign_in}</td><td>{one.name}</td><td>{nameOf(one.office)}</td><td>{one.roles.map(word).join('、')}</td>
                <td><span className={one.standing === 'active' ? 'tag good' : 'tag wait'}>{word(one.standing)}</span></td>
                <td>{one.one_time_codes ? t('has_code') : t('no_code')}</td>
                <td>{list.data.manages && <button aria-label={`${t('change')} ${one.name}`} onClick={() => setOpen(one)}>{t('change')}</button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!!list.data?.changes?.length && (
        <>
          <h2>{t('changes')}</h2>
          <ul>{list.data.changes.map((change, i) => <li key={i}><span className="number">{showInstant(change.at)}</span> {change.person || change.by} · {word(`what_${change.what}`)} · {change.subject}</li>)}</ul>
        </>
      )}
      {open && <OfficerForm key={open === 'new' ? '' : open.sign_in} officer={open === 'new' ? null : open} offices={offices.data ?? []} close={() => setOpen(null)} />}
    </>
  );
}
