import { useParams } from 'wouter';
import { CasePage } from '../components/case_view';
import { useTitle } from '../components/title';
import { useWords, type Words } from '../text/text';

const words = { title: ['报检 {0}', 'Declaration {0}'] } satisfies Words;

export default function Declaration() {
  const { id = '' } = useParams();
  useTitle(useWords(words)('title', id));
  return <CasePage key={id} kind="declaration" id={id} keys />;
}
