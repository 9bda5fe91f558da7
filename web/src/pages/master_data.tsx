// Saved parties, contacts and goods: read, corrected, deleted here; mostly they are saved from a form.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { useTitle } from '../components/title';
import { type MasterRow, useMaster } from '../editor/master_use';
import { common } from '../text/common';
import { usePick, useWords, type Words } from '../text/text';

const words = {
  explain: ['在单证里点“存为常用”就会存到这里;填单时可以选用。', '"Save to master data" in a form puts it here; the next form can be filled from it.'],
  party: ['单位', 'Parties'], goods: ['货物', 'Goods'], contact: ['人员', 'People'],
  name: ['名称', 'Name'], values: ['内容', 'Values'], change: ['修改', 'Change'], add: ['新增', 'Add'], sure: ['确定删除', 'Really delete'],
} satisfies Words;

type Kind = 'party' | 'goods' | 'contact';
const kKinds: Kind[] = ['party', 'goods', 'contact'];

/** Members of saved rows and what they are called. */
const kMembers: Record<Kind, [name: string, zh: string, en: string][]> = {
  party: [['code', '代码', 'Code'], ['name_zh', '中文名称', 'Chinese name'], ['name_foreign', '外文名称', 'Foreign name'], ['address', '地址', 'Address'], ['printed', '证书上的名称地址', 'Name and address as printed'],
    ['telephone', '电话', 'Telephone'], ['fax', '传真', 'Fax'], ['email', '电子邮件', 'E-mail']],
  goods: [['commodity_code', '商品编码', 'Commodity code'], ['ciq_code', '13位编码', '13-digit code'], ['goods_name_zh', '中文品名', 'Chinese name'], ['goods_name_foreign', '外文品名', 'Foreign name'], ['goods_name_en', '英文品名', 'English name'],
    ['quantity_unit', '数量单位', 'Quantity unit'], ['statutory_unit', '法定单位', 'Statutory unit'], ['weight_unit', '重量单位', 'Weight unit'], ['currency', '币种', 'Currency'], ['purpose', '用途', 'Use'], ['origin_place', '产地', 'Place of origin'],
    ['origin_country', '原产国', 'Country of origin'], ['producer_registration', '生产单位登记号', "Producer's registration"], ['producer_name', '生产单位', 'Producer'], ['attributes', '货物属性', 'Attributes'], ['specification', '规格', 'Specification'],
    ['model', '型号', 'Model'], ['brand', '品牌', 'Brand'], ['package_unit', '包装种类', 'Kind of package'], ['unit_en', '英文单位', 'Unit (English)'], ['unit_zh', '中文单位', 'Unit (Chinese)'], ['criterion', '原产地标准', 'Origin criterion'],
    ['producer_code', '生产商代码', "Producer's code"], ['producer_name_zh', '生产商名称', "Producer's name"], ['producer_contact', '生产商联系人', "Producer's contact"], ['producer_contact_telephone', '生产商电话', "Producer's telephone"]],
  contact: [['person_name', '姓名', 'Name'], ['certificate', '报检员证号', "Declarant's certificate"], ['person_id', '身份证号', 'Identity number'], ['name', '联系人', 'Contact'], ['telephone', '电话', 'Telephone']],
};

export default function MasterData() {
  const t = useWords({ ...common, ...words });
  useTitle(t('nav_master'));
  const [kind, setKind] = useState<Kind>('party');
  return (
    <section className="card">
      <h1>{t('nav_master')}</h1>
      <p className="soft">{t('explain')}</p>
      <div className="row" role="group" aria-label={t('nav_master')} style={{ marginBottom: 8 }}>{kKinds.map((each) => <button key={each} aria-pressed={kind === each} className={kind === each ? 'primary' : ''} onClick={() => setKind(each)}>{t(each)}</button>)}</div>
      <Rows key={kind} kind={kind} />
    </section>
  );
}

function Rows({ kind }: { kind: Kind }) {
  const t = useWords({ ...common, ...words });
  const pick = usePick();
  const client = useQueryClient();
  const rows = useMaster(kind);
  const [editing, setEditing] = useState<MasterRow | null>(null);
  const [asked, setAsked] = useState('');
  const reload = () => client.invalidateQueries({ queryKey: ['master', kind] });
  const remove = useMutation({ mutationFn: (key: string) => call(`/v1/master-data/${kind}/${encodeURIComponent(key)}`, { method: 'DELETE', body: {} }), onSuccess: reload });
  if (rows.isPending) return <Busy />;
  const shown = rows.data?.filter((row) => !row.key.startsWith('usual-')) ?? [];
  const label = (name: string) => { const member = kMembers[kind].find(([known]) => known === name); return member ? pick(member[1], member[2]) : name; };
  return (
    <>
      <Failure error={rows.error ?? remove.error} />
      {editing && <Form key={editing.key} kind={kind} row={editing} onDone={() => { setEditing(null); void reload(); }} />}
      {shown.length > 0 && (
        <div className="scroll">
          <table>
            <thead><tr><th>{t('name')}</th><th>{t('values')}</th><th><span className="visually-hidden">{t('change')}</span></th></tr></thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.key}>
                  <td>{row.title}</td>
                  <td className="small">{Object.entries(row.values).map(([name, value], index) => <span key={name}>{index > 0 && ' · '}<span className="soft">{label(name)}</span> {value}</span>)}</td>
                  <td><div className="row">
                    <button onClick={() => setEditing(row)}>{t('change')}</button>
                    {asked === row.key ? <button className="danger" onClick={() => remove.mutate(row.key)}>{t('sure')}</button> : <button className="plain" onClick={() => setAsked(row.key)}>{t('remove')}</button>}
                  </div></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!shown.length && !editing && <p className="soft">{t('none')}</p>}
      {!editing && <p><button onClick={() => setEditing({ key: crypto.randomUUID().slice(0, 13), title: '', values: {} })}>{t('add')}</button></p>}
    </>
  );
}

function Form({ kind, row, onDone }: { kind: Kind; row: MasterRow; onDone: () => void }) {
  const t = useWords({ ...common, ...words });
  const pick = usePick();
  const [title, setTitle] = useState(row.title);
  const [values, setValues] = useState(row.values);
  const save = useMutation({
    mutationFn: () => call(`/v1/master-data/${kind}/${encodeURIComponent(row.key)}`, { method: 'PUT', body: { title: title.trim(), values: Object.fromEntries(Object.entries(values).filter(([, value]) => value)) } }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => { event.preventDefault(); save.mutate(); };
  return (
    <form className="card" onSubmit={submit}>
      <Failure error={save.error} />
      <p><label>{t('name')}<input required autoFocus value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} /></label></p>
      <div className="master-members">
        {kMembers[kind].map(([name, zh, en]) => (
          <label key={name}>{pick(zh, en)}
            {name === 'printed' ? <textarea rows={3} value={values[name] ?? ''} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />
              : <input value={values[name] ?? ''} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />}
          </label>
        ))}
      </div>
      <div className="row"><button className="primary" disabled={save.isPending}>{t('save')}</button><button type="button" onClick={onDone}>{t('cancel')}</button></div>
    </form>
  );
}
