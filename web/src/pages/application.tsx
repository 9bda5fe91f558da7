import { useParams } from 'wouter';
import { CasePage } from '../components/case_view';
import { useTitle } from '../components/title';
import { useWords, type Words } from '../text/text';

const words = { title: ['产地证申请 {0}', 'Application {0}'] } satisfies Words;

export default function Application() {
  const { id = '' } = useParams();
  useTitle(useWords(words)('title', id));
  return <CasePage key={id} kind="origin" id={id} keys />;
}
