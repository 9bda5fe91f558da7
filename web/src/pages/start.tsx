// The public start page: what the service is in plain words, what going straight through saves by our own figures, and the doors.
import { Link } from 'wouter';
import { showShare, useDuration, useFigures } from '../components/figures';
import { useTitle } from '../components/title';
import { useService } from '../service';
import { figureWords } from '../text/figures';
import { useWords, type Words } from '../text/text';
import './start.css';

const words = {
  title: ['电子报检与产地证电子签证', 'Electronic declaration and certificates of origin'],
  lead: ['填一次,直接送到检验检疫机构,不经第三方重新录入。机器当场审查,把全部问题一次告诉您;每一步都有签名回执;签出的证书任何人都能核对。',
    'Type it once and it goes straight to the inspection office, retyped by nobody. The rules answer at once with every finding; each step comes back as a signed receipt; what is issued anybody can check.'],
  declare: ['报检', 'Declare'], declare_text: ['出境、入境货物报检:填写、试审、提交、跟踪到放行。', 'Goods going out or coming in: fill in, check, lodge, follow to release.'],
  apply: ['申请产地证', 'Apply for a certificate of origin'], apply_text: ['一般产地证、普惠制与优惠原产地证书:签出 PDF,自己打印。', 'Non-preferential, GSP and preferential certificates: issued as a PDF, printed by yourself.'],
  check: ['核对证书', 'Check a certificate'], check_text: ['凭编号和校验码、文件或二维码,谁都可以核对,不用登录。', 'By number and code, file or QR code; anybody, without signing in.'],
  steps: ['怎样办', 'How it goes'],
  step1: ['向主管机构办理电子报检(或电子签证)登记,领取登录名。', 'Ask your office for admission to e-declaration (or e-visa); you get a sign-in name.'],
  step2: ['登录后填写,一边填一边提示;也可以由旧单证复制。', 'Sign in and fill the form; it tells as you type. Or copy an earlier case.'],
  step3: ['提交后看“单证”一页:现在轮到谁、到什么时候为止,一目了然。', 'After lodging, the page of the case says whose turn it is and until when.'],
  step4: ['放行或签发后,在同一页下载、打印。', 'After release or issue, download and print on the same page.'],
  who: ['从哪里进来', 'Which door'],
  door_client: ['单证多、有自己系统的企业:装企业端软件,或按接口文档直接对接。', 'Many documents, an own system: install the client, or connect by the API.'],
  door_browser: ['单证不多的企业:就用浏览器,什么也不用装。', 'Few documents: this browser, nothing to install.'],
  door_hall: ['没有电脑的小企业:到报检大厅的自助电脑上填,打印回单。', 'No computer: use the free terminal in the declaration hall and take a printed slip.'],
  door_counter: ['确有困难的企业:柜台免费代录或受理纸面单证。', 'Neither is possible: the counter enters it, or takes paper, free of charge.'],
  free: ['以上各种方式,机构都不收录入费。', 'None of these costs a typing fee.'],
  saves: ['直通省了什么({0})', 'What straight-through saves ({0})'],
  no_figures: ['本月还没有单证。', 'No cases this month yet.'],
  all_figures: ['各局统计', 'Figures of every bureau'],
  status: ['服务状态', 'Service status'],
  practice: ['先练习', 'Practise first'], practice_text: ['培训平台:模拟的工作人员几秒钟就办,一切都不作数。', 'A training platform: simulated officers answer in seconds, nothing there counts.'],
} satisfies Words;

export default function Start() {
  const t = useWords({ ...figureWords, ...words });
  useTitle(t('title'));
  const figures = useFigures('');
  const duration = useDuration();
  const total = figures.data?.total;
  const service = useService();
  const practice = service?.training ? '/app/training' : service?.training_address && `${service.training_address}/app/training`;
  return (
    <div className="start">
      <section className="hero">
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </section>
      <div className="doors">
        <Link className="card door" href="/app/declarations/new"><strong>{t('declare')}</strong><span>{t('declare_text')}</span></Link>
        <Link className="card door" href="/app/applications/new"><strong>{t('apply')}</strong><span>{t('apply_text')}</span></Link>
        <a className="card door" href="/verify"><strong>{t('check')}</strong><span>{t('check_text')}</span></a>
      </div>
      {practice && <a className="card door practice" href={practice}><strong>{t('practice')}</strong><span>{t('practice_text')}</span></a>}
      <div className="halves">
        <section className="card">
          <h2>{t('steps')}</h2>
          <ol><li>{t('step1')}</li><li>{t('step2')}</li><li>{t('step3')}</li><li>{t('step4')}</li></ol>
        </section>
        <section className="card">
          <h2>{t('who')}</h2>
          <ul><li>{t('door_client')}</li><li>{t('door_browser')}</li><li>{t('door_hall')} <Link href="/hall">{t('hall_terminal')}</Link></li><li>{t('door_counter')}</li></ul>
          <p className="soft">{t('free')}</p>
        </section>
      </div>
      <section className="card">
        <h2>{t('saves', figures.data?.month ?? '')}</h2>
        {total && total.cases > 0 ? (
          <>
            <dl className="tiles">
              <div><dt>{t('cases')}</dt><dd>{total.cases}</dd></div>
              <div><dt>{t('share')}</dt><dd>{showShare(total.straight_through.share)}</dd></div>
              {total.median_ms && <div><dt>{t('median')} · {t('machine')}</dt><dd>{duration(total.median_ms.machine)}</dd></div>}
              {total.median_ms && <div><dt>{t('median')} · {t('officer')}</dt><dd>{duration(total.median_ms.officer)}</dd></div>}
              {total.saved.hours !== null && <div><dt>{t('hours')}</dt><dd>{total.saved.hours}</dd></div>}
            </dl>
            {figures.data?.assumption.seconds && <p className="soft small">{t('assumption', figures.data.assumption.seconds, figures.data.assumption.parameter)}</p>}
          </>
        ) : figures.isSuccess && <p className="soft">{t('no_figures')}</p>}
        <p className="row"><Link href="/figures">{t('all_figures')}</Link><Link href="/status">{t('status')}</Link></p>
      </section>
    </div>
  );
}
