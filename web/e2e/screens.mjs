// Pictures of every page, to be looked at: node web/e2e/screens.mjs BIN [FOLDER]. A platform of its own with cases at many stages; writes
// docs/pages/*.jpg and the list of them. People look at them before a release; no journey compares them.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kDesk, kPhone, launch, person, signIn } from './browser.mjs';
import { caller, declarationAt } from './caller.mjs';
import { exportDeclaration, plantDeclaration } from './documents.mjs';
import { root, startPlatform } from './platform.mjs';

const [bin = 'build/release/bin', to = join(root, 'docs/pages'), only = ''] = process.argv.slice(2);
const folder = resolve(to);
const platform = await startPlatform(bin);
const browser = await launch({ env: { ...process.env, LANGUAGE: 'zh_CN', LANG: 'zh_CN.UTF-8' } });  // the browser's own words too
const shots = [];
const wanted = (name) => name.includes(only);

/** Cases at many stages, a draft, a template, master data, phrases: what a desk looks like on an ordinary day. */
async function stock() {
  const names = ['desk1', 'desk2', 'insp1', 'fee1', 'fee2', 'sup1', 'admin1'];
  const desks = { unit: await caller(platform, 'shili1'), cert1: await caller(platform, 'cert1', { second: true }), cert2: await caller(platform, 'cert2', { second: true }) };
  for (const name of names) desks[name] = await caller(platform, name, { second: name === 'admin1' });
  const { unit, cert1, desk1, sup1, admin1 } = desks;
  const cases = {};
  for (const stage of ['lodged', 'accepted', 'ordered', 'inspecting', 'passed', 'settled', 'drafted', 'released']) cases[stage] = await declarationAt(desks, stage, `2026-${stage.toUpperCase()}`);
  for (let i = 1; i <= 12; ++i) await unit.lodge(exportDeclaration(`SE-2026-${String(i).padStart(4, '0')}`));
  cases.plants = await unit.lodge(plantDeclaration('SE-2026-PLANT'));
  const faulty = exportDeclaration('SE-2026-FAULTY', { commodity_code: '0000000000', quantity: '-1' });
  cases.refused = await unit.lodge({ ...faulty, organisation_code: '91310000MA1A2B3C60' });
  cases.returned = await unit.lodge(exportDeclaration('SE-2026-RETURN'));
  await desk1.act(cases.returned, 'return_for_repair', { reason_code: '01', reason: '第 1 项货物名称不完整,请写明材质和用途' });
  await unit.lodge({ ...exportDeclaration('SE-2026-RETURN', { goods_name_zh: '棉制女式长裤(机织,97%棉)' }), contract_number: 'SE-2026-0099', message_uuid: 'uuid-SE-2026-RETURN-2' }, '/v1/declarations', 2);
  cases.correct = await unit.lodge(exportDeclaration('SE-2026-BACK'));
  await desk1.act(cases.correct, 'return_for_repair', { reason_code: '01', reason: '合同号与所附合同不符' });
  await sup1.ask('GET', '/v1/work');
  const sample = (kind, serial) => JSON.parse(platform.print('sample', kind, '--serial', String(serial)));
  const apply = (kind, serial, changes = {}) => unit.lodge({ ...sample(kind, serial), ...changes }, '/v1/applications');
  cases.origin = await apply('E', 11);
  cases.origin_back = await apply('RC', 12);
  await cert1.act(cases.origin_back, 'return_for_repair', { points: '/consignee 请写明收货人的街道和城市' }, '/v1/applications');
  cases.issued = await apply('E', 13);
  await cert1.act(cases.issued, 'approve', {}, '/v1/applications');
  cases.form_a = await apply('G', 14);
  cases.c = await apply('C', 15);
  const draft = (form, kind, title, document) => unit.call('POST', '/v1/drafts', { form, kind, title, document }).then((one) => one.id);
  cases.draft = await draft('declaration', 'draft', 'SE-2026-0100', exportDeclaration('SE-2026-0100'));
  cases.faulty_draft = await draft('declaration', 'draft', 'SE-2026-0101', { ...exportDeclaration('SE-2026-0101', { commodity_code: '0000000000', quantity: '-1', goods_name_zh: '' }), contact_telephone: '', loading_port: '999999' });
  cases.origin_draft = await draft('origin', 'draft', 'E-2026-0100', sample('E', 21));
  await draft('declaration', 'template', '美国女裤', exportDeclaration(''));
  await unit.call('PUT', '/v1/master-data/party/exampleapparel', { title: 'EXAMPLE APPAREL INC.', values: { name_foreign: 'EXAMPLE APPAREL INC.' } }).catch(() => undefined);
  await admin1.call('PUT', '/v1/phrases', { version: 0, phrases: [{ act: 'return_for_repair', zh: '货物名称不完整,请写明材质和用途', en: 'The name of the goods is incomplete: state material and use' }, { act: 'fail', zh: '包装破损', en: 'Packages are damaged' }] });
  for (let i = 0; i < 60; ++i) {
    const one = await unit.call('GET', `/v1/applications/${cases.issued}`);
    if (one.stage === 'issued') { cases.certificate = one.certificate_number; break; }
    await new Promise((done) => setTimeout(done, 500));
  }
  return cases;
}

/** One picture: `at` once it stands still. */
async function shot(page, name, what, { full = false, before } = {}) {
  if (!wanted(name)) return;
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await before?.(page);
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 34, scale: 'css', fullPage: full });
  shots.push([name, what]);
}

/** A person and his pages: [name, path, what is seen, more]. */
async function tour(who, pages, { second = false, viewport = kDesk, language = 'zh', ending = '' } = {}) {
  if (!pages.some(([name]) => wanted(name + ending))) return;
  const one = await person(browser, platform.address, { viewport, language });
  if (who) await signIn(one.page, platform.access, who, { at: '/app/sessions', second });
  for (const [name, path, what, more] of pages) {
    if (!wanted(name + ending)) continue;
    await one.page.goto(path);
    await shot(one.page, name + ending, what, more).catch((error) => console.log(`${name}: ${error.message}`));
  }
  await one.leave();
}

const click = (name) => async (page) => { await page.getByRole('button', { name, exact: true }).first().click(); await page.waitForTimeout(300); };
const opens = (act) => async (page) => { await page.locator('.acts').getByRole('button', { name: new RegExp(act) }).first().click(); await page.waitForTimeout(300); };

try {
  mkdirSync(folder, { recursive: true });
  if (!only) for (const name of readdirSync(folder)) if (name.endsWith('.jpg')) rmSync(join(folder, name));
  const cases = await stock();
  const open = [
    ['start', '/', '首页:平台是什么,省下多少', { full: true }], ['figures', '/figures', '公开的统计'], ['status', '/status', '服务状况'], ['verify', '/verify', '核对证书'],
    ['sign_in', '/app/sign-in', '登录'], ['hall', '/hall', '大厅自助终端'], 
  ];
  const unit = [
    ['cases', '/app/cases', '企业的报检单'], ['cases_origin', '/app/cases?kind=origin', '企业的产地证申请'],
    ['case_released', `/app/declarations/${cases.released}`, '一件报检:已放行,证书已签', { full: true }],
    ['case_returned', `/app/declarations/${cases.correct}`, '退回修改的报检'], ['case_refused', `/app/declarations/${cases.refused}`, '机审退回:意见写在字段旁', { full: true }],
    ['application_issued', `/app/applications/${cases.issued}`, '已签发的产地证', { full: true }],
    ['application_returned', `/app/applications/${cases.origin_back}`, '退回修改的申请'],
    ['editor', `/app/drafts/${cases.draft}`, '编辑报检单', { full: true }], ['editor_new', '/app/declarations/new', '新报检'],
    ['editor_errors', `/app/drafts/${cases.faulty_draft}`, '检查后的意见', { before: click('检查') }],
    ['editor_origin', `/app/drafts/${cases.origin_draft}`, '编辑产地证申请', { full: true }],
    ['editor_lodging', `/app/drafts/${cases.draft}`, '申报之前:费用、期限、接下来', { before: async (page) => { await page.keyboard.press('Control+Enter'); await page.locator('dialog[open]').waitFor({ timeout: 5000 }).catch(() => undefined); } }],
    ['drafts', '/app/drafts', '草稿与模板'], ['master_data', '/app/master-data', '常用资料'], ['search', '/app/search?q=SE-2026', '按任何号码查找'], ['unit', '/app/unit', '本单位', { full: true }],
    ['sessions', '/app/sessions', '登录记录'],
  ];
  const work = (who, id, act) => [
    [`work_${who}`, '/app/work', `待办`], ...(id ? [[`work_${who}_case`, `/app/work?case=${id}&of=declaration`, '待办与打开的一件']] : []),
    ...(act ? [[`work_${who}_act`, `/app/work?case=${id}&of=declaration`, `办理:${act}`, { before: opens(act) }]] : []),
  ];
  await tour('', open);
  await tour('shili1', unit);
  await tour('desk1', [['counter', '/app/counter', '柜台代录与纸面受理'], ...work('desk1', cases.returned, '退单修改'), ['work_desk1_refused', `/app/declarations/${cases.lodged}`, '受理岗看一件']]);
  await tour('insp1', work('insp1', cases.inspecting, '检验不合格'));
  await tour('fee2', work('fee2', cases.passed).slice(1));
  await tour('cert1', [...work('cert1', cases.settled, '拟制证书'), ['work_cert1_origin', `/app/work?case=${cases.origin}&of=origin`, '审签产地证'],
    ['work_cert1_points', `/app/work?case=${cases.origin}&of=origin`, '逐处写明要改的地方', { before: opens('退单修改') }]], { second: true });
  await tour('sup1', work('sup1', cases.ordered).slice(1));
  await tour('admin1', [['admin', '/app/admin', '工作人员'], ...[['phrases', '常用语'], ['seals', '印章与签名图样'], ['tables', '本局数据'], ['counter', '柜台']].map(([part, name]) => [`admin_${part}`, '/app/admin', name, { before: click(name) }])], { second: true });
  await tour('hq1', [['editions', '/app/editions', '数据版本']], { second: true });
  await tour('', [open[0], open[3], open[4]], { viewport: kPhone, ending: '_phone' });
  await tour('shili1', [unit[0], unit[2], unit[5], unit[8], unit[13], unit[15]], { viewport: kPhone, ending: '_phone' });
  await tour('insp1', work('insp1', cases.inspecting, '检验不合格'), { viewport: kPhone, ending: '_phone' });
  await tour('', [open[0], open[1]], { language: 'en', ending: '_en' });
  await tour('shili1', [unit[0], unit[2], unit[7], unit[15]], { language: 'en', ending: '_en' });
  await tour('desk2', work('desk2', cases.accepted).slice(1), { language: 'en', ending: '_en' });
  await tour('admin1', [['admin', '/app/admin', 'Officers']], { second: true, language: 'en', ending: '_en' });
  if (!only) {
    const list = shots.map(([name, what]) => `| [${name}](${name}.jpg) | ${what} |`).join('\n');
    writeFileSync(join(folder, 'README.md'), `# Pictures of the pages\n\nMade by \`node web/e2e/screens.mjs build/release/bin\` on a platform with invented cases; 1366 × 768, \`_phone\` 390 × 844, \`_en\` in English.\n\n| Picture | What |\n|---|---|\n${list}\n`);
  }
} finally {
  await browser.close();
  await platform.stop();
}
