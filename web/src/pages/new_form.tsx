// Starts a draft and opens it: empty, from a template (?template=), as a copy (?from=) or as the correction of a returned case (?correct=).
import { useQuery } from '@tanstack/react-query';
import { Redirect, useSearchParams } from 'wouter';
import type { FormName } from '../api/types';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { copyOf, documentOf, newDocument, ownMarks, templateDocument } from '../editor/begin';
import { beginDraft } from '../editor/newest_draft';
import { useMe } from '../session';

export function NewForm({ form }: { form: FormName }) {
  const me = useMe();
  const [search] = useSearchParams();
  const from = search.get('from'), correct = search.get('correct'), template = search.get('template');
  const begun = useQuery({
    queryKey: ['begin', form, search.toString()], gcTime: 0, staleTime: Infinity,
    queryFn: async () => {
      if (correct) {
        const { document, version } = await documentOf(form, correct);
        const marks = form === 'declaration' ? { message_uuid: crypto.randomUUID() } : {};
        return beginDraft(me, { form, document: { ...document, ...marks }, copied_from: correct, source: document, correct: { case: correct, version: version + 1 } });
      }
      if (from) {
        const { document } = await documentOf(form, from);
        return beginDraft(me, { form, document: copyOf(form, document), copied_from: from, source: document });
      }
      if (template) return beginDraft(me, { form, document: { ...await templateDocument(template), ...ownMarks(form) } });
      return beginDraft(me, { form, document: await newDocument(form, search.get('direction') === 'I' ? 'I' : 'O', me) });
    },
  });
  if (begun.error) return <Failure error={begun.error} retry={() => void begun.refetch()} />;
  return begun.data ? <Redirect to={`/app/drafts/${begun.data}`} replace /> : <Busy />;
}
