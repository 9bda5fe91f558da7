// Pictures an office loads: its seal, its officers' specimen signatures. Nothing official ships with the product.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Failure } from '../components/failure';
import { useMe } from '../session';
import { usePick, useWords } from '../text/text';
import { useOfficers, useOffices } from './officers';
import { loadPicture, pictureProblem } from './upload';
import { type AdminWord, adminWords } from './words';

function PictureForm({ title, choices, path, width }: { title: string; choices: { value: string; label: string }[]; path: (value: string) => string; width: number }) {
  const t = useWords(adminWords);
  const [owner, setOwner] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [problem, setProblem] = useState<[AdminWord, string] | null>(null);
  const [mm, setMm] = useState(String(width));
  const chosen = owner || choices[0]?.value || '';
  const order = useMutation({ mutationFn: () => loadPicture(path(chosen), file as File, Number(mm)) });
  const take = async (chosenFile: File | undefined) => {
    order.reset();
    const found = chosenFile ? await pictureProblem(chosenFile) : null;
    setProblem(found && chosenFile ? [found, chosenFile.name] : null);
    setFile(found ? null : chosenFile ?? null);
  };
  const submit = (event: FormEvent) => { event.preventDefault(); if (file && chosen) order.mutate(); };
  return (
    <form className="card" onSubmit={submit}>
      <h2>{title}</h2>
      <Failure error={order.error} />
      {problem && <p className="notice bad" role="alert">{t(...problem)}</p>}
      {order.isSuccess && <p className="notice good" role="status">{t('loaded')}</p>}
      <p><label>{title}<select value={chosen} onChange={(e) => setOwner(e.target.value)}>{choices.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}</select></label></p>
      <p><label>{t('picture')}<input required type="file" accept="image/png,image/jpeg" onChange={(e) => void take(e.target.files?.[0])} /></label></p>
      <p><label>{t('width')}<input required type="number" min={5} max={80} value={mm} onChange={(e) => setMm(e.target.value)} /></label></p>
      <button className="primary" disabled={!file || order.isPending}>{t('load')}</button>
    </form>
  );
}

export function Seals() {
  const t = useWords(adminWords);
  const pick = usePick();
  const me = useMe();
  const offices = useOffices();
  const officers = useOfficers();
  return (
    <div className="columns even">
      <PictureForm title={t('office_seal')} width={42} path={(office) => `/v1/offices/${office}/seal`}
        choices={(offices.data ?? []).filter((one) => one.code === me.office || one.bureau === me.office).map((one) => ({ value: one.code, label: `${one.code} ${pick(one.name_zh, one.name_en)}` }))} />
      <PictureForm title={t('officer_specimen')} width={34} path={(officer) => `/v1/officers/${encodeURIComponent(officer)}/specimen`}
        choices={(officers.data?.officers ?? []).filter((one) => one.roles.includes('certificate_desk')).map((one) => ({ value: one.sign_in, label: `${one.sign_in} ${one.name}` }))} />
    </div>
  );
}
