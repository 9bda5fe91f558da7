// An enterprise about itself: what it may do, its people, installations and mandates, and its batches of the month against the obligation.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { useMe } from '../session';
import { kAdmissionStages } from '../text/case_words';
import { common } from '../text/common';
import { showInstant, usePick, useWords, type Words } from '../text/text';
import '../components/cases.css';

const words = {
  title: ['本单位', 'Our unit'], registration: ['登记号', 'Registration'], office: ['主管机构', 'Office'], grade: ['信用等级', 'Credit grade'], standing: ['状态', 'Standing'], organisation_code: ['组织机构代码', 'Organisation code'],
  customs_registration: ['海关登记号', 'Customs registration'],
  active: ['正常', 'active'], suspended: ['暂停', 'suspended'], cancelled: ['停用', 'cancelled'], normal: ['正常', 'normal'], watch: ['关注', 'watched'],
  month: ['{0} 已报 {1} 批', '{0}: {1} batches lodged'], obliged: ['每月 {0} 批起应电子申报:已达到。', 'From {0} a month electronic lodging is an obligation: reached.'],
  free: ['每月 {0} 批起应电子申报;还差 {1} 批。', 'From {0} a month electronic lodging is an obligation; {1} to go.'],
  admissions: ['登记资格', 'Admissions'], e_declaration: ['电子报检', 'E-declaration'], e_visa: ['电子签证', 'E-visa'], admitted: ['已登记', 'admitted'], not_admitted: ['未登记', 'not admitted'],
  people: ['人员', 'People'], sign_in_rule: ['小写字母开头,3 至 40 位小写字母、数字和 . _ -', 'Begins with a small letter; 3 to 40 small letters, digits and . _ -'], name: ['姓名', 'Name'], sign_in: ['登录名', 'Sign-in name'], manages: ['可管理本单位', 'manages the unit'], add_person: ['新增人员', 'Add a person'], add: ['新增', 'Add'],
  no_people: ['还没有人员。新增一位,他就能在网页上申报。', 'Nobody yet. Add a person, who can then lodge in the browser.'], stop: ['停用', 'Stop'], resume: ['恢复', 'Resume'], new_password: ['换新密码', 'New password'],
  told_once: ['{0} 的密码只显示这一次:{1}', 'The password of {0} is shown this once: {1}'], sure_password: ['确定换密码(他的登录随即结束)', 'Really change it (ends his sessions)'], give_manage: ['设为管理人', 'Let manage'], take_manage: ['不再管理', 'No longer manages'],
  installations: ['安装的企业端', 'Installations'], software: ['软件', 'Software'], until: ['证书至', 'Certificate until'], no_installations: ['没有安装企业端。取一个登记码,在企业端里输入。', 'None. Make an enrolment code and type it into the client.'],
  revoke: ['吊销', 'Revoke'], make_code: ['取登记码', 'Make an enrolment code'], code: ['登记码(只显示这一次,{1} 前有效):{0}', 'Enrolment code (shown this once, valid until {1}): {0}'],
  mandates: ['委托', 'Mandates'], agent: ['代理单位', 'Agent'], principal: ['委托单位', 'Principal'], other: ['对方', 'The other'], from: ['自', 'From'], to: ['至', 'To'], in_force: ['有效', 'in force'], not_in_force: ['无效', 'not in force'], revoked: ['已撤回', 'revoked'],
  no_mandates: ['没有委托关系。委托代理单位代为申报,请填写它的登记号。', 'None. To let an agent lodge for you, give its registration number.'], agent_number: ['代理单位登记号', "Agent's registration number"], give: ['委托', 'Give the mandate'], we_are_agent: ['委托我们', 'they mandate us'], we_are_principal: ['我们委托', 'we mandate them'],
  changes: ['变动记录', 'What was changed'], person_added: ['新增人员', 'person added'], person_changed: ['人员变更', 'person changed'], enrolment_code_made: ['取登记码', 'enrolment code made'], installation_revoked: ['吊销企业端', 'installation revoked'],
  mandate_given: ['给出委托', 'mandate given'], mandate_revoked: ['撤回委托', 'mandate revoked'], password_changed: ['修改密码', 'password changed'], no_changes: ['还没有变动。', 'Nothing yet.'],
  only_managers: ['您不是管理人,只能查看。', 'You do not manage the unit: you can only look.'], sure: ['再按一次确认', 'Press again to confirm'],
} satisfies Words;

interface Person { sign_in: string; name: string; standing: string; manages: boolean; password?: string }
interface Installation { id: string; software: string; software_version: string; standing: string; enrolled_at?: string; valid_until?: string }
interface Mandate { agent: number; principal: number; other_name_zh: string; other_name_en: string; from?: string; to?: string; revoked: boolean; in_force: boolean }
interface Unit {
  enterprise: {
    registration: number; kind: string; name_zh: string; name_en: string; organisation_code: string; customs_registration: string; credit_grade: string; standing: string; admitted_to_e_declaration: boolean; admitted_to_e_visa: boolean;
    office: string; office_name_zh?: string; office_name_en?: string;
  };
  manages: boolean; admissions: { e_declaration: Admission | null; e_visa: Admission | null };
  people: Person[]; installations: Installation[]; mandates: Mandate[]; month: { month: string; batches: number; obligation: number; obliged: boolean };
  changes: { at: string; by: string; person?: string; what: string; subject: string }[];
}
interface Admission { case: string; stage: string; since: string }

/** One order of this page; afterwards the page is read again. */
function useOrder<T>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body }: { path: string; method: 'POST' | 'PUT' | 'DELETE'; body?: unknown }) => call<T>(path, { method, body: body ?? {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['unit'] }),
  });
}

/** What cannot be taken back is pressed twice. */
function TwiceButton({ children, busy, question, onPress }: { children: string; busy: boolean; question?: string; onPress: () => void }) {
  const t = useWords(words);
  const [asked, setAsked] = useState(false);
  return <button className="danger" disabled={busy} onBlur={() => setAsked(false)} onClick={() => { if (asked) onPress(); setAsked(!asked); }}>{asked ? question ?? t('sure') : children}</button>;
}

const kLetters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';  // none that is taken for another
/** 20 letters of 55: 115 bits. */
function makePassword(): string {
  const letters: string[] = [];
  while (letters.length < 20) for (const byte of crypto.getRandomValues(new Uint8Array(32))) if (byte < kLetters.length * 4 && letters.length < 20) letters.push(kLetters[byte % kLetters.length] ?? '');
  return letters.join('');
}

function People({ unit }: { unit: Unit }) {
  const t = useWords(words);
  const me = useMe();
  const order = useOrder<Person>();
  const [signIn, setSignIn] = useState('');
  const [name, setName] = useState('');
  const given = order.variables?.body as { password?: string } | undefined;
  const told = order.data?.password ?? given?.password;  // the platform tells only what it made itself
  const change = (person: Person, body: Record<string, unknown>) => order.mutate({ path: `/v1/unit/people/${encodeURIComponent(person.sign_in)}`, method: 'PUT', body });
  const add = (event: FormEvent) => {
    event.preventDefault();
    order.mutate({ path: '/v1/unit/people', method: 'POST', body: { sign_in: signIn.trim(), name: name.trim() } }, { onSuccess: () => { setSignIn(''); setName(''); } });
  };
  return (
    <section className="card">
      <h2>{t('people')}</h2>
      <Failure error={order.error} />
      <div role="status">{told && order.data && <p className="notice good">{t('told_once', order.data.sign_in, told)}</p>}</div>
      {unit.people.length === 0 ? <p>{t('no_people')}</p> : (
        <div className="scroll">
          <table>
            <thead><tr><th scope="col">{t('name')}</th><th scope="col">{t('sign_in')}</th><th scope="col">{t('standing')}</th><th scope="col"><span className="visually-hidden">{t('add')}</span></th></tr></thead>
            <tbody>
              {unit.people.map((person) => (
                <tr key={person.sign_in}>
                  <td>{person.name} {person.manages && <span className="tag">{t('manages')}</span>}</td><td>{person.sign_in}</td>
                  <td><span className={`tag ${person.standing === 'active' ? 'good' : 'bad'}`}>{t(person.standing as 'active')}</span></td>
                  <td>
                    {unit.manages && person.sign_in !== me.sign_in && (
                      <div className="row">
                        <button disabled={order.isPending} onClick={() => change(person, { standing: person.standing === 'active' ? 'suspended' : 'active' })}>{t(person.standing === 'active' ? 'stop' : 'resume')}</button>
                        <button disabled={order.isPending} onClick={() => change(person, { manages: !person.manages })}>{t(person.manages ? 'take_manage' : 'give_manage')}</button>
                        <TwiceButton busy={order.isPending} question={t('sure_password')} onPress={() => change(person, { password: makePassword() })}>{t('new_password')}</TwiceButton>
                      </div>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {unit.manages ? (
        <form onSubmit={add} className="filters">
          <label>{t('sign_in')}<input required maxLength={40} pattern="[a-z][a-z0-9._\-]{2,39}" title={t('sign_in_rule')} value={signIn} autoComplete="off" onChange={(e) => setSignIn(e.target.value)} /></label>
          <label>{t('name')}<input required maxLength={60} value={name} autoComplete="off" onChange={(e) => setName(e.target.value)} /></label>
          <button disabled={order.isPending}>{t('add_person')}</button>
        </form>
      ) : <p className="soft flat">{t('only_managers')}</p>}
    </section>
  );
}

function Installations({ unit }: { unit: Unit }) {
  const t = useWords(words);
  const revoke = useOrder();
  const code = useOrder<{ code: string; expires_at: string }>();
  return (
    <section className="card">
      <h2>{t('installations')}</h2>
      <Failure error={revoke.error ?? code.error} />
      <div role="status">{code.data && <p className="notice good">{t('code', code.data.code, showInstant(code.data.expires_at))}</p>}</div>
      {unit.installations.length === 0 && <p>{t('no_installations')}</p>}
      <ul className="plain papers">
        {unit.installations.map((one) => (
          <li key={one.id} className="row spread">
            <span>{one.software} {one.software_version} <span className="soft small">{one.id}</span><br /><span className="soft small">{t('until')} {showInstant(one.valid_until)}</span></span>
            {one.standing !== 'active' ? <span className="tag bad">{t('revoked')}</span> : unit.manages && <TwiceButton busy={revoke.isPending} onPress={() => revoke.mutate({ path: `/v1/unit/installations/${one.id}`, method: 'DELETE' })}>{t('revoke')}</TwiceButton>}
          </li>
        ))}
      </ul>
      {unit.manages && <button disabled={code.isPending} onClick={() => code.mutate({ path: '/v1/unit/enrolment-codes', method: 'POST' })}>{t('make_code')}</button>}
    </section>
  );
}

function Mandates({ unit }: { unit: Unit }) {
  const t = useWords(words);
  const pick = usePick();
  const order = useOrder();
  const [agent, setAgent] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const give = (event: FormEvent) => {
    event.preventDefault();
    order.mutate({ path: '/v1/unit/mandates', method: 'POST', body: { agent: Number(agent), ...(from && { from }), ...(to && { to }) } }, { onSuccess: () => setAgent('') });
  };
  return (
    <section className="card">
      <h2>{t('mandates')}</h2>
      <Failure error={order.error} />
      {unit.mandates.length === 0 && <p>{t('no_mandates')}</p>}
      {unit.mandates.length > 0 && (
        <div className="scroll">
          <table>
            <thead><tr><th scope="col">{t('other')}</th><th scope="col">{t('from')}</th><th scope="col">{t('to')}</th><th scope="col">{t('standing')}</th></tr></thead>
            <tbody>
              {unit.mandates.map((one) => (
                <tr key={`${one.agent}:${one.principal}`}>
                  <td>{pick(one.other_name_zh, one.other_name_en)} <span className="soft small">{one.agent === unit.enterprise.registration ? `${one.principal} · ${t('we_are_agent')}` : `${one.agent} · ${t('we_are_principal')}`}</span></td>
                  <td className="number">{one.from}</td><td className="number">{one.to}</td>
                  <td>
                    <div className="row">
                      <span className={`tag ${one.in_force ? 'good' : 'bad'}`}>{t(one.revoked ? 'revoked' : one.in_force ? 'in_force' : 'not_in_force')}</span>
                      {unit.manages && !one.revoked && <TwiceButton busy={order.isPending} onPress={() => order.mutate({ path: `/v1/unit/mandates/${one.agent}:${one.principal}`, method: 'DELETE' })}>{t('revoke')}</TwiceButton>}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {unit.manages && (
        <form onSubmit={give} className="filters">
          <label>{t('agent_number')}<input required inputMode="numeric" pattern="[0-9]{10}" value={agent} onChange={(e) => setAgent(e.target.value)} /></label>
          <label>{t('from')}<input type="date" value={from} onChange={(e) => setFrom(e.target.value)} /></label>
          <label>{t('to')}<input type="date" value={to} onChange={(e) => setTo(e.target.value)} /></label>
          <button disabled={order.isPending}>{t('give')}</button>
        </form>
      )}
    </section>
  );
}

export default function UnitPage() {
  const t = useWords({ ...common, ...words });
  const stage = useWords<Words>(kAdmissionStages);
  const pick = usePick();
  useTitle(t('title'));
  const query = useQuery({ queryKey: ['unit'], queryFn: ({ signal }) => call<Unit>('/v1/unit', { signal }) });
  if (query.isPending) return <Busy />;
  if (!query.data) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const unit = query.data;
  const { enterprise, month } = unit;
  const share = Math.min(1, month.batches / month.obligation);
  return (
    <div className="columns">
      <div>
        <section className="card">
          <h1>{pick(enterprise.name_zh, enterprise.name_en)}</h1>
          <dl className="facts">
            <div><dt>{t('registration')}</dt><dd>{enterprise.registration}</dd></div>
            <div><dt>{t('organisation_code')}</dt><dd>{enterprise.organisation_code}</dd></div>
            <div><dt>{t('customs_registration')}</dt><dd>{enterprise.customs_registration}</dd></div>
            <div><dt>{t('office')}</dt><dd>{pick(enterprise.office_name_zh, enterprise.office_name_en) || enterprise.office}</dd></div>
            <div><dt>{t('grade')}</dt><dd>{enterprise.credit_grade}</dd></div>
            <div><dt>{t('standing')}</dt><dd>{t(enterprise.standing as 'active')}</dd></div>
          </dl>
        </section>
        <People unit={unit} />
        <Mandates unit={unit} />
      </div>
      <div>
        <section className="card">
          <h2>{t('month', month.month, month.batches)}</h2>
          <div className="meter" aria-hidden="true"><span style={{ width: `${share * 100}%` }} /></div>
          <p className="flat">{month.obliged ? t('obliged', month.obligation) : t('free', month.obligation, month.obligation - month.batches)}</p>
        </section>
        <section className="card">
          <h2>{t('admissions')}</h2>
          <dl>
            {(['e_declaration', 'e_visa'] as const).map((kind) => {
              const admission = unit.admissions[kind];
              const admitted = kind === 'e_declaration' ? enterprise.admitted_to_e_declaration : enterprise.admitted_to_e_visa;
              return (
                <div key={kind} className="pair">
                  <dt>{t(kind)}</dt>
                  <dd><span className={`tag ${admitted ? 'good' : 'wait'}`}>{t(admitted ? 'admitted' : 'not_admitted')}</span> {admission && <span className="soft small">{stage(admission.stage)} {showInstant(admission.since)}</span>}</dd>
                </div>
              );
            })}
          </dl>
        </section>
        <Installations unit={unit} />
        <section className="card">
          <h2>{t('changes')}</h2>
          {unit.changes.length === 0 && <p className="soft flat">{t('no_changes')}</p>}
          <ul className="plain notices">
            {unit.changes.map((one) => (
              <li key={`${one.at}${one.what}${one.subject}`}>{t(one.what as 'person_added')} {one.subject}<div className="soft small row spread"><span>{one.person || one.by}</span><time className="number" dateTime={one.at}>{showInstant(one.at)}</time></div></li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}
