import { useTitle } from '../components/title';
import { useWords, type Words } from '../text/text';

const words = {
  title: ['电子报检与产地证电子签证', 'Electronic declaration and certificates of origin'],
  lead: ['填一次,直接送到检验检疫机构;每一步都有回执;签出的证书谁都能核对。', 'Type it once, send it straight to the inspection office; every step comes back as a receipt; what is issued anybody can check.'],
} satisfies Words;

export default function Start() {
  const t = useWords(words);
  useTitle(t('title'));
  return (
    <section className="card">
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
    </section>
  );
}
