// The guided way through a training platform: first declaration, first certificate, checking it, and beginning anew. What is done is read
// from the unit's own cases: nothing is remembered beside them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { type CaseView, pageOf, type Waiting } from '../api/cases';
import { call, send, setCsrf } from '../api/client';
import type { FormName, Who } from '../api/types';
import { Failure } from '../components/failure';
import { StageTag } from '../components/stage_tag';
import { useTitle } from '../components/title';
import { vaultFor } from '../editor/vault';
import { useService } from '../service';
import { EventsProvider, hasRole, signedIn, useEventSoon, useMe, useWho, WhoProvider } from '../session';
import { kRoles } from '../text/case_words';
import { common } from '../text/common';
import { usePick, useWords, type Words } from '../text/text';
import { NotFound } from './not_found';
import './training.css';

const words = {
  title: ['练习:第一份报检单、第一份产地证', 'Practise: a first declaration, a first certificate'],
  lead: ['这是培训平台:印鉴、编号、数据都是它自己的,签出的文件带“培训”字样,到哪里核对都不作数。工作人员是模拟的,几秒钟就办;弄坏了什么,随时重新开始。',
    'This is a training platform with seals, numbers and data of its own; what it issues is marked TRAINING and genuine nowhere. Its officers are simulated and answer in seconds. Whatever breaks: begin anew.'],
  done: ['已完成', 'done'], now: ['现在', 'now'],
  step1: ['登录', 'Sign in'], step1_text: ['用练习的登录名进入。它是公开的,只在这里有用。', 'With the name for practising. It is public and good for nothing else.'],
  name: ['登录名', 'Sign-in name'], password: ['密码', 'Password'], enter: ['以学员身份登录', 'Sign in as trainee'], entered: ['您是{0},{1}。', 'You are {0} of {1}.'], no_trainee: ['请以企业人员身份登录。', 'Sign in as a person of an enterprise.'],
  step2: ['打开填了一半的报检单', 'Open a declaration that is half filled'], step2_text: ['编辑页一边填一边提示。空着的有:', 'The editor tells as you type. What is missing:'],
  hint1: ['收货人(外文)和合同号', 'the foreign consignee and the contract number'], hint2: ['船名、航次,发货日期(今天以后)', 'the ship, its voyage, and the day of shipment (after today)'],
  hint3: ['货物的数量、重量和生产日期', 'quantity, weight and day of production of the goods'], hint4: ['想看看退单?在合同号里写上“退单”二字。', 'Curious how a return looks? Write RETURN into the contract number.'],
  open: ['打开报检单', 'Open the declaration'], go_on: ['继续填写', 'Go on filling in'],
  step3: ['提交', 'Lodge it'], step3_text: ['没有“退回”一级的问题时,点“检查并申报”。随附单据这里不用上传。', 'When nothing is refused any more, press “Check and lodge”. No papers need to be uploaded here.'],
  step4: ['看它自己往前走', 'Watch it move by itself'], step4_text: ['受理、分单、核对单证、检验、计费收费、拟证签证、通关单、放行:每一步都有回执,写明现在轮到谁。', 'Accepted, assigned, papers compared, inspected, fee calculated and paid, certificates drafted and signed, clearance form, released: each step is a receipt that says whose turn it is.'],
  turn: ['现在由{0}办:{1}', '{0} to act now: {1}'], look: ['打开这份单证', 'Open the case'],
  step5: ['第一份产地证', 'A first certificate of origin'], step5_text: ['填上收货人、发票号、发票日期、发运日期,提交。审签要第二个因子,由签证岗做;签发后在单证页下载。', 'Fill in the consignee, number and date of the invoice and the day of shipment; lodge it. The certificate desk approves with a second factor; then download it on the page of the case.'],
  open_origin: ['打开申请', 'Open the application'],
  step6: ['核对它', 'Check it'], step6_text: ['谁都可以核对一份证书。这一份会得到“培训用证书,无效”的答复。', 'Anybody can check a certificate. The answer to this one is “training document, not genuine”.'],
  check: ['核对刚签出的证书', 'Check the certificate just issued'], verdict: ['{0}:{1}', '{0}: {1}'], check_page: ['到核对网页用编号和校验码再试', 'Try again on the public page, with number and code'],
  anew: ['重新开始', 'Begin anew'], anew_text: ['忘掉全部单证和草稿,几秒钟后重新登录。', 'Forgets every case and draft; sign in again after some seconds.'], sure: ['确定,全部忘掉', 'Yes, forget everything'], wait: ['正在重新开始…', 'Beginning anew…'],
  all_done: ['都做完了。到了正式平台,页面一模一样,只是由真人来办。', 'All done. On the real platform the pages are the same; real people act there.'],
} satisfies Words;

interface Row { id: string; form: FormName; kind: 'draft' | 'template' }
interface Verdict { indication: string; zh: string; en: string }

export default function Training() {
  const who = useWho().data;
  const service = useService();
  const t = useWords(words);
  useTitle(t('title'));
  if (!service) return null;
  if (!service.training) return <NotFound />;
  return (
    <div className="lesson">
      <h1>{t('title')}</h1>
      <p className="notice">{t('lead')}</p>
      {who && hasRole(who, 'enterprise')
        ? <WhoProvider who={who}><EventsProvider><Lesson /></EventsProvider></WhoProvider>
        : <ol><Step title={`1 ${t('step1')}`} state="now"><Enter trainee={service.trainee} /></Step></ol>}
    </div>
  );
}

function Step({ title, state, children }: { title: string; state: 'done' | 'now' | 'later'; children: ReactNode }) {
  const t = useWords(words);
  return <li className={`card ${state}`} aria-current={state === 'now' ? 'step' : undefined}><h2>{title}{state !== 'later' && <span className={`tag ${state === 'done' ? 'good' : 'wait'}`}>{t(state)}</span>}</h2>{children}</li>;
}

function Enter({ trainee }: { trainee: { sign_in: string; password: string } | undefined }) {
  const t = useWords(words);
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: () => call<Who>('/v1/sessions', { method: 'POST', body: { ...trainee, cookie: true } }),
    onSuccess: (who) => signedIn(client, who),
  });
  if (!trainee) return <p>{t('no_trainee')} <Link href="/app/sign-in">{t('step1')}</Link></p>;
  return (
    <>
      <p>{t('step1_text')}</p>
      <dl><dt>{t('name')}</dt><dd><code>{trainee.sign_in}</code></dd><dt>{t('password')}</dt><dd><code>{trainee.password}</code></dd></dl>
      <Failure error={enter.error} />
      <button className="primary" disabled={enter.isPending} onClick={() => enter.mutate()}>{t('enter')}</button>
    </>
  );
}

const newPath = (form: FormName, template: string) => `/app/${form === 'declaration' ? 'declarations' : 'applications'}/new?template=${template}`;
const kReleased = ['released', 'closed'], kIssued = ['issued', 'superseded', 'cancelled', 'revoked', 'expired'];

function Lesson() {
  const t = useWords(words);
  const pick = usePick();
  const me = useMe();
  const client = useQueryClient();
  const drafts = useQuery({ queryKey: ['drafts'], staleTime: 0, queryFn: async () => (await call<{ drafts: Row[] }>('/v1/drafts')).drafts });
  const cases = useQuery({ queryKey: ['training', 'cases'], staleTime: 0, queryFn: async () => {
    const [declared, applied] = await Promise.all([call<{ declarations: CaseView[] }>('/v1/declarations?limit=20'), call<{ applications: CaseView[] }>('/v1/applications?limit=20')]);
    return { declared: declared.declarations, applied: applied.applications };
  } });
  useEventSoon('mailbox', () => void client.invalidateQueries({ queryKey: ['training', 'cases'] }));
  const of = (form: FormName, kind: Row['kind']) => drafts.data?.find((row) => row.form === form && row.kind === kind)?.id;
  const declaration = cases.data?.declared[0], released = cases.data?.declared.some((one) => kReleased.includes(one.stage)) ?? false;
  const application = cases.data?.applied[0], issued = cases.data?.applied.find((one) => kIssued.includes(one.stage));
  const check = useQuery({ queryKey: ['training', 'verdict', issued?.case], enabled: false, staleTime: Infinity, queryFn: async () => {
    const paper = await (await send(`/v1/applications/${issued?.case}/paper`)).blob();
    return call<Verdict>('/v1/verify', { method: 'POST', body: paper, headers: { 'Content-Type': 'application/pdf' } });
  } });
  const begun = !!declaration || !!of('declaration', 'draft');
  const done = [true, begun, !!declaration, released, !!issued, !!check.data];
  const next = done.indexOf(false);
  const state = (index: number) => (done[index] ? 'done' : index === next ? 'now' : 'later');
  const beginning = (form: FormName, open: 'open' | 'open_origin', index: number) => {
    const tone = state(index) === 'now' ? 'button primary' : 'button';
    const draft = of(form, 'draft'), template = of(form, 'template');
    return (
      <p className="row">
        {draft && <Link className={tone} href={`/app/drafts/${draft}`}>{t('go_on')}</Link>}
        {template && <Link className={draft ? 'button' : tone} href={newPath(form, template)}>{t(open)}</Link>}
      </p>
    );
  };
  return (
    <>
      <Failure error={drafts.error ?? cases.error} retry={() => { void drafts.refetch(); void cases.refetch(); }} />
      <ol>
        <Step title={`1 ${t('step1')}`} state={state(0)}><p>{t('entered', me.name, pick(me.unit_name_zh, me.unit_name_en))}</p></Step>
        <Step title={`2 ${t('step2')}`} state={state(1)}>
          <p>{t('step2_text')}</p>
          <ul><li>{t('hint1')}</li><li>{t('hint2')}</li><li>{t('hint3')}</li><li>{t('hint4')}</li></ul>
          {beginning('declaration', 'open', 1)}
        </Step>
        <Step title={`3 ${t('step3')}`} state={state(2)}><p>{t('step3_text')}</p></Step>
        <Step title={`4 ${t('step4')}`} state={state(3)}><p>{t('step4_text')}</p>{declaration && <Moving kind="declaration" one={declaration} />}</Step>
        <Step title={`5 ${t('step5')}`} state={state(4)}><p>{t('step5_text')}</p>{beginning('origin', 'open_origin', 4)}{application && <Moving kind="origin" one={application} />}</Step>
        <Step title={`6 ${t('step6')}`} state={state(5)}>
          <p>{t('step6_text')}</p>
          <Failure error={check.error} />
          {check.data && <p role="status" className="notice wait">{t('verdict', issued?.certificate_number ?? '', pick(check.data.zh, check.data.en))}</p>}
          <p className="row"><button className={next === 5 ? 'primary' : ''} disabled={!issued || check.isFetching} onClick={() => void check.refetch()}>{t('check')}</button><a href="/verify">{t('check_page')}</a></p>
        </Step>
      </ol>
      {next < 0 && <p role="status" className="notice good">{t('all_done')}</p>}
      <Anew />
    </>
  );
}

function Moving({ kind, one }: { kind: FormName; one: CaseView }) {
  const t = useWords(words);
  const role = useWords(kRoles);
  const pick = usePick();
  const turn = (waiting: Waiting) => t('turn', role(waiting.role), pick(waiting.zh, waiting.en));
  return <p className="row" role="status"><StageTag kind={kind} stage={one.stage} /> {one.waiting_for && <span>{turn(one.waiting_for)}</span>} <Link href={pageOf(kind, one.case)}>{t('look')}</Link></p>;
}

const kLookAgainMs = 400, kLooksMax = 150;
/** Until the old session is unknown: the platform has begun anew. */
async function untilNew() {
  for (let look = 0; look < kLooksMax; ++look) {
    await new Promise((go_on) => setTimeout(go_on, kLookAgainMs));
    const status = await fetch('/v1/sessions/current', { cache: 'no-store' }).then((answer) => answer.status).catch(() => 0);
    if (status === 401) return;
  }
  throw new Error('timeout');
}

function Anew() {
  const t = useWords({ ...common, ...words });
  const me = useMe();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const anew = useMutation({
    mutationFn: async () => {
      await send('/v1/training/reset', { method: 'POST', body: {} });
      const vault = vaultFor(me.channel);
      for (const kept of await vault.all()) await vault.remove(kept.key);
      await untilNew();
    },
    onSuccess: () => {
      setCsrf('', '');
      client.setQueryData(['who'], null);
      client.removeQueries({ predicate: (query) => !['who', 'service'].includes(String(query.queryKey[0])) });
    },
  });
  return (
    <section className="card">
      <h2>{t('anew')}</h2>
      <p>{t('anew_text')}</p>
      <Failure error={anew.error} />
      {anew.isPending ? <p role="status">{t('wait')}</p> : asked
        ? <p className="row"><button className="danger" onClick={() => anew.mutate()}>{t('sure')}</button><button onClick={() => setAsked(false)}>{t('cancel')}</button></p>
        : <button onClick={() => setAsked(true)}>{t('anew')}</button>}
    </section>
  );
}
