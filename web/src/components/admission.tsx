// An admission to e-declaration or to e-visa as an officer decides it: what was asked for, its papers, and the acts his work list names.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { call } from '../api/client';
import { useActName } from '../text/act_words';
import { kAdmissionStages } from '../text/case_words';
import { common } from '../text/common';
import { capital, useWords, type Words } from '../text/text';
import { Busy } from './busy';
import { Failure } from './failure';

const words = {
  e_declaration: ['电子报检登记', 'Admission to e-declaration'], e_visa: ['电子签证登记', 'Admission to e-visa'], unit: ['单位', 'Unit'], software: ['软件', 'Software'], declarants: ['报检员', 'Declarants'],
  reason: ['理由', 'Reason'], reason_needed: ['不予登记或取消登记须说明理由。', 'A reason is needed to refuse or withdraw.'], asked: ['申请内容', 'What is asked for'], change: ['申请变更为', 'What it is to become'],
  legal_representative: ['法定代表人', 'Legal representative'], hardware: ['设备', 'Hardware'], name_en: ['英文名称', 'English name'], signatories: ['手签员', 'Signatories'], done: ['已办', 'Done'],
  registration_form: ['登记表', 'Registration form'], application_form: ['申请表', 'Application form'], guarantee_letter: ['保证书', 'Letter of guarantee'], seal: ['印章图样', 'Seal'], open_paper: ['查看材料', 'Open the paper'],
  registration_certificate: ['登记证', 'Registration certificate'], account_form: ['账户表', 'Account form'],
} satisfies Words;

interface Signatory { id: string; name_zh?: string; name_en?: string; training_certificate?: string; specimen?: string }
type Request = Record<string, unknown> & { signatories?: Signatory[] };
interface Admission { id: string; unit: number; stage: string; software?: string; declarants?: string[]; request?: Request; change?: Request | null; [more: string]: unknown }

const kPapers = ['registration_form', 'application_form', 'guarantee_letter', 'seal'] as const;

function RequestFacts({ id, request }: { id: string; request: Request }) {
  const t = useWords(words);
  const paper = (hash: unknown) => (typeof hash === 'string' && hash ? <a href={`/v1/visa-admissions/${id}/papers/${hash}`} download>{t('open_paper')}</a> : null);
  return (
    <dl className="facts">
      {(['legal_representative', 'hardware', 'name_en'] as const).map((name) => typeof request[name] === 'string' && request[name] !== '' && <div key={name}><dt>{t(name)}</dt><dd>{String(request[name])}</dd></div>)}
      {kPapers.map((name) => request[name] !== undefined && request[name] !== '' && <div key={name}><dt>{t(name)}</dt><dd>{paper(request[name])}</dd></div>)}
      {request.signatories?.map((one) => <div key={one.id}><dt>{t('signatories')}</dt><dd>{one.name_zh} {one.name_en} {one.training_certificate} {paper(one.specimen)}</dd></div>)}
    </dl>
  );
}

export function AdmissionPage({ visa, id, acts }: { visa: boolean; id: string; acts: string[] }) {
  const t = useWords({ ...common, ...words });
  const stage = useWords<Words>(kAdmissionStages);
  const act = useActName();
  const client = useQueryClient();
  const field = useId();
  const [reason, setReason] = useState('');
  const base = `/v1/${visa ? 'visa-admissions' : 'admissions'}/${id}`;
  const view = useQuery({ queryKey: ['admission', visa, id], queryFn: ({ signal }) => call<Admission>(base, { signal }) });
  const order = useMutation({
    mutationFn: (name: string) => call<Admission>(`${base}/acts/${name}`, { method: 'POST', body: reason.trim() ? { reason: reason.trim() } : {} }),
    onSuccess: (now) => {
      setReason('');
      client.setQueryData(['admission', visa, id], now);
      void client.invalidateQueries({ queryKey: ['work'] });
    },
  });
  if (view.isPending) return <Busy />;
  if (!view.data) return <Failure error={view.error} retry={() => void view.refetch()} />;
  const submit = (event: FormEvent) => event.preventDefault();
  return (
    <section className="card">
      <h1>{t(visa ? 'e_visa' : 'e_declaration')} <span className="tag wait">{stage(view.data.stage)}</span></h1>
      <dl className="facts">
        <div><dt>{t('unit')}</dt><dd>{view.data.unit}</dd></div>
        {view.data.software && <div><dt>{t('software')}</dt><dd>{view.data.software}</dd></div>}
        {view.data.declarants && <div><dt>{t('declarants')}</dt><dd>{view.data.declarants.join(', ')}</dd></div>}
      </dl>
      {view.data.request && <><h2>{t('asked')}</h2><RequestFacts id={id} request={view.data.request} /></>}
      {view.data.change && <><h2>{t('change')}</h2><RequestFacts id={id} request={view.data.change} /></>}
      <Failure error={order.error} />
      <div role="status" className="small">{order.isSuccess ? t('done') : ''}</div>
      {acts.length > 0 && (
        <form onSubmit={submit}>
          <label htmlFor={field}>{t('reason')} <span className="small">{t('reason_needed')}</span></label>
          <textarea id={field} rows={2} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} />
          <div className="row">
            {acts.filter((name) => name !== 'set_standing').map((name) => (
              <button key={name} className={name === 'grant' ? 'primary' : 'danger'} disabled={order.isPending || (name !== 'grant' && !reason.trim())} onClick={() => order.mutate(name)}>{capital(act('admission', name))}</button>
            ))}
          </div>
        </form>
      )}
    </section>
  );
}
