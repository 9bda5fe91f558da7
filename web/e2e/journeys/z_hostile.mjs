// A thousand texts that want to be run, in every text the platform takes; then every page in every role and both languages shows them as texts.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { person, signIn } from '../browser.mjs';
import { caller } from '../caller.mjs';
import { exportDeclaration } from '../documents.mjs';
import { kPeople, mayOpen, pages, walkTo } from '../pages.mjs';
import { hostileForm, payloads, Payloads } from '../payloads.mjs';

const reports = async (address) => Number(/datong_csp_reports_total (\d+)/.exec(await (await fetch(`${address}/metrics`)).text())[1]);
const kScript = '<img src=x onerror=window.executed=1>';

/** Fills the platform with them by the API. Gives the cases and drafts, and what of it each page must show. */
async function fill({ address, access, platform }) {
  const texts = new Payloads();
  const unit = await caller({ address, access }, 'shili1'), desk = await caller({ address, access }, 'desk1'), cert = await caller({ address, access }, 'cert1', { second: true });
  const admin = await caller({ address, access }, 'admin1', { second: true });
  const schema = (name) => unit.call('GET', `/v1/schemas/${name}.json`);
  const declarations = await schema('declaration'), applications = await schema('origin_application');
  const sample = JSON.parse(platform.print('sample', 'E', '--serial', '0'));
  const found = { declarations: [], applications: [], drafts: [] };
  const plain = (record, names) => Object.fromEntries(names.filter((name) => name in record).map((name) => [name, record[name]]));
  const stay = ['direction', 'declaration_kind', 'declared_on', 'accepting_office', 'issuing_office', 'inspecting_office', 'destination_office', 'declarant_registration', 'transport_mode', 'trade_mode'];
  const stayOrigin = ['applicant_registration', 'application_class', 'kind', 'issuing_office', 'collecting_office', 'apply_type', 'exporter_code', 'entering_code', 'destination_country', 'currency'];
  for (let i = 0; i < 2; ++i) {
    const reference = `HOSTILE-${process.pid}-${i}`;
    const document = hostileForm(declarations, { ...plain(exportDeclaration(reference), stay), declarant_reference: reference, message_uuid: `uuid-${reference}` }, 6, texts);
    const application = hostileForm(applications, { ...plain(sample, stayOrigin), applicant_reference: reference }, 6, texts);
    found.declarations.push({ id: await unit.lodge(document), document });
    found.applications.push({ id: await unit.lodge(application, '/v1/applications'), document: application });
    for (const [form, body] of [['declaration', document], ['origin', application]]) {
      for (const kind of ['draft', 'template']) found.drafts.push((await unit.call('POST', '/v1/drafts', { form, kind, title: texts.take(100), document: body })).id);
    }
  }
  // A sound declaration with payloads where anything may be written, led to officers and back with payloads as reasons.
  const sound = { ...exportDeclaration(`HOSTILE-${process.pid}-S`, { goods_name_foreign: kScript }), marks_and_numbers: kScript, goods_place: kScript, consignee_name_foreign: kScript, contact_name: '<svg onload=window.executed=1>'.slice(0, 20) };
  const id = await unit.lodge(sound);
  found.declarations.push({ id, document: sound });
  await desk.ask('POST', `/v1/declarations/${id}/acts/return_for_repair`, { parameters: { reason_code: '01', reason: kScript } }, { 'Idempotency-Key': randomUUID() });
  const origin = JSON.parse(platform.print('sample', 'E', '--serial', '55'));
  const other = await unit.lodge({ ...origin, applicant_reference: `HOSTILE-${process.pid}-O`, certificate_number: undefined, marks: kScript, consignee: `${kScript}\nJALAN 1` }, '/v1/applications');
  found.applications.push({ id: other, document: {} });
  await cert.ask('POST', `/v1/applications/${other}/acts/return_for_repair`, { parameters: { points: `/consignee ${kScript}` } }, { 'Idempotency-Key': randomUUID() });
  for (const kind of ['party', 'goods', 'contact']) {
    for (let i = 0; i < 5; ++i) await unit.ask('PUT', `/v1/master-data/${kind}/hostile${i}`, { title: texts.take(100), values: { name_zh: texts.take(100), name_foreign: texts.take(100), goods_name_zh: texts.take(100), person_name: texts.take(100), telephone: texts.take(20) } });
  }
  await unit.ask('POST', '/v1/unit/people', { sign_in: 'hostile1', name: kScript });
  await admin.ask('PUT', '/v1/officers/hostile2', { name: kScript, office: '310000', roles: ['desk'], standing: 'active' });
  const had = await admin.call('GET', '/v1/phrases');
  await admin.ask('PUT', '/v1/phrases', { version: had.version ?? had.own?.version ?? 0, phrases: Array.from({ length: 20 }, () => ({ act: '', zh: texts.take(200), en: texts.take(200) })) });
  assert.ok(payloads.length >= 1000 && texts.used.size === payloads.length, `${texts.used.size} of ${payloads.length} payloads used`);
  return found;
}

/** 0 when nothing of it became more than text. */
const ran = (page) => page.evaluate(() => window.executed ?? document.querySelectorAll('main script, main object, main embed, main base, main [onerror], main [onload], main a[href^="javascript:" i]').length);

/** Everywhere this person may go, in both languages. */
async function look(page, role, paths) {
  for (const path of paths) {
    await walkTo(page, path);
    for (let language = 0; language < 2; ++language) {
      await page.waitForTimeout(80);
      assert.equal(await ran(page), 0, `${role} at ${path}`);
      await page.locator('header .right button[lang]').click();
    }
  }
}

let filled;

export const journeys = kPeople.map(([role, name]) => ({
  name: `a thousand script payloads in every text, seen by ${role ?? 'nobody'} in both languages: shown as they are, nothing runs`,
  run: async (at) => {
    const { browser, address, access } = at;
    const before = await reports(address);
    const found = await (filled ??= fill(at));
    const { page, troubles, leave } = await person(browser, address);
    if (name) await signIn(page, access, name, { at: '/app/sessions', second: role === 'administrator' });
    else await page.goto('/');
    const paths = pages.filter((one) => mayOpen(one, role) && !one.path.includes(':') && one.path !== '/app/training').map((one) => one.path);
    if (role) paths.push(...found.declarations.map(({ id }) => `/app/declarations/${id}`), ...found.applications.map(({ id }) => `/app/applications/${id}`), `/app/search?q=${encodeURIComponent(kScript)}`, '/app/search?q=HOSTILE');
    if (role === 'enterprise') paths.push(...found.drafts.filter((_, i) => i % 2 === 0).map((id) => `/app/drafts/${id}`));
    if (paths.includes('/app/work')) paths.push(`/app/work?case=${found.declarations.at(-1).id}&of=declaration`);
    await look(page, role, paths);
    if (role === 'enterprise') {
      await walkTo(page, `/app/declarations/${found.declarations[0].id}`);
      await page.locator('.form-card .part').first().waitFor();
      const text = (await page.locator('.form-card').evaluate((card) => card.textContent)).replace(/\s+/g, ' ');
      const { goods: [line], ...header } = found.declarations[0].document;
      const typed = [...Object.values(header), ...Object.values(line)].filter((value) => typeof value === 'string' && value.includes('<'));
      assert.ok(typed.length > 20);
      for (const value of typed) assert.ok(text.includes(value.replace(/\s+/g, ' ').trim()), `not shown as it is: ${value}`);
    }
    if (role === 'administrator') {
      await walkTo(page, '/app/admin');
      for (const button of await page.locator('main nav button').all()) {
        await button.click();
        await page.waitForTimeout(200);
        assert.equal(await ran(page), 0, await button.textContent());
      }
    }
    assert.deepEqual(troubles, []);
    assert.equal(await reports(address), before, 'policy reports');
    await leave();
  },
}));
