import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { Busy } from '../components/busy';
import { Failure } from '../components/failure';
import { DraftKeeper } from '../editor/draft_keeper';
import { Editor } from '../editor/editor';
import { words } from '../editor/words';
import { useMe } from '../session';
import { common } from '../text/common';
import { useWords } from '../text/text';

/** A draft in the editor. The keeper lives outside the page, so coming back finds everything as it was left. */
export default function Draft() {
  const t = useWords({ ...common, ...words });
  const me = useMe();
  const { key = '' } = useParams<{ key: string }>();
  const opened = useQuery({
    queryKey: ['draft', key, me.sign_in], gcTime: 0, staleTime: Infinity, retry: 1,
    queryFn: async () => ({ keeper: await DraftKeeper.open(key, me) }),
  });
  if (opened.error) return <Failure error={opened.error} retry={() => void opened.refetch()} />;
  if (!opened.data) return <Busy />;
  const { keeper } = opened.data;
  if (!keeper) return <div className="notice">{t('gone')} <Link href="/app/drafts">{t('nav_drafts')}</Link></div>;
  return <Editor key={key} keeper={keeper} rules={keeper.rules} />;
}
