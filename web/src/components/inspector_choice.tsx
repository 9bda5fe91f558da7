// Whom a case may be assigned to.
import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client';
import { useWords, type Words } from '../text/text';
import { Failure } from './failure';

const words = { choose: ['请选择', 'Choose'], none: ['没有可派的检验人员', 'There is no inspector to assign'] } satisfies Words;
interface Inspector { sign_in: string; name: string; office: string }

export function InspectorChoice({ id, label, caseId, not, value, onChange }: { id: string; label?: string; caseId: string; not: (string | undefined)[]; value: string; onChange: (value: string) => void }) {
  const t = useWords(words);
  const list = useQuery({ queryKey: ['inspectors', caseId], queryFn: ({ signal }) => call<{ inspectors: Inspector[] }>(`/v1/declarations/${caseId}/inspectors`, { signal }) });
  const rows = list.data?.inspectors.filter((one) => !not.includes(one.sign_in));
  return (
    <div>
      <select id={id} required className="fit" aria-label={label} value={value} onChange={(e) => onChange(e.target.value)}>
        <option value="">{t('choose')}</option>
        {rows?.map((one) => <option key={one.sign_in} value={one.sign_in}>{one.name} ({one.sign_in})</option>)}
      </select>
      {rows?.length === 0 && <span className="soft"> {t('none')}</span>}
      <Failure error={list.error} />
    </div>
  );
}
