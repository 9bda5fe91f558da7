// Nothing that was typed is lost without a word: offline, taken over, clocks, two tabs, a browser that keeps nothing, refused, deleted.
import assert from 'node:assert/strict';
import { officer, person, signIn } from '../browser.mjs';
import { caller } from '../caller.mjs';
import { exportDeclaration } from '../documents.mjs';

const field = (page, label) => page.getByLabel(label, { exact: true }).first();
const fill = (page, label, text) => field(page, label).fill(text);
const valueOf = (page, label) => field(page, label).inputValue();
const saved = (page, state = 'saved') => page.locator(`[data-saved=${state}]`).waitFor();
const form = (page) => page.locator('#group-goods').waitFor();
const until = async (page, label, text) => {
  for (let i = 0; i < 100; ++i) {
    if (await valueOf(page, label).catch(() => '') === text) return;
    await page.waitForTimeout(100);
  }
  assert.equal(await valueOf(page, label), text);
};
const button = (page, name) => page.getByRole('button', { name, exact: true });
const mineOnly = (page) => page.locator('section.card', { hasText: '只在本机的草稿' });

async function desk({ browser, address, access }, at = '/app/declarations/new', name = 'shili1') {
  const one = await person(browser, address);
  await signIn(one.page, access, name, { at });
  await form(one.page);
  return one;
}
async function again(page, access, name = 'shili1') {
  const who = officer(access, name);
  await page.locator('input[autocomplete=username]').fill(who.sign_in);
  await page.locator('input[autocomplete=current-password]').fill(who.password);
  await page.keyboard.press('Enter');
  await page.locator('input[autocomplete=username]').waitFor({ state: 'detached' });
}
/** A draft at the platform, ready to be lodged. */
async function ready(world, reference) {
  const unit = await caller(world, 'shili1');
  const { id } = await unit.call('POST', '/v1/drafts', { form: 'declaration', kind: 'draft', title: '', document: exportDeclaration(reference) });
  return { unit, id, path: `/app/drafts/${id}`, document: async () => (await unit.call('GET', `/v1/drafts/${id}`)).document };
}
async function lodge(page) {
  await page.keyboard.press('Control+Enter');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Enter');
}
const keptRows = (page) => page.evaluate(() => new Promise((done, failed) => {
  const opening = indexedDB.open('datong');
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction('drafts').objectStore('drafts').getAll();
    reading.onsuccess = () => { opening.result.close(); done(reading.result); };
  };
}));
const none = (...people) => assert.deepEqual(people.flatMap((one) => one.troubles), []);

export const journeys = [
  {
    name: 'drafts: who was offline writes over nothing of a colleague, and keeps what he typed',
    run: async (world) => {
      const draft = await ready(world, 'D-OFFLINE');
      const a = await desk(world, draft.path), b = await desk(world, draft.path);
      await a.context.setOffline(true);
      await fill(a.page, '合同号', 'A-OFFLINE');
      await saved(a.page, 'here');
      await button(b.page, '接过来编辑').click();
      await b.page.getByRole('alert').waitFor({ state: 'detached' });
      await fill(b.page, '发票号', 'B-INVOICE');
      await saved(b.page);
      await b.page.getByRole('link', { name: '草稿与模板', exact: true }).click();
      await b.page.getByRole('heading', { name: '草稿与模板', level: 1 }).waitFor();
      await a.context.setOffline(false);
      await until(a.page, '发票号', 'B-INVOICE');
      assert.equal(await valueOf(a.page, '合同号'), 'SE-2024-0001');
      await a.page.getByRole('link', { name: '打开那份草稿' }).waitFor();
      await a.page.waitForFunction(() => !document.querySelector('input[name=contract_number]').readOnly);
      await fill(a.page, '合同号', 'A-AFTER');
      await saved(a.page);
      const { invoice_number, contract_number } = await draft.document();
      assert.deepEqual([invoice_number, contract_number], ['B-INVOICE', 'A-AFTER']);
      await a.page.getByRole('link', { name: '打开那份草稿' }).click();
      await until(a.page, '合同号', 'A-OFFLINE');
      none(a, b);
      await a.leave(), await b.leave();
    },
  },
  {
    name: 'drafts: taken over while offline, what was not saved is on the page of drafts, also after a reload',
    run: async (world) => {
      const draft = await ready(world, 'D-TAKEN');
      const a = await desk(world, draft.path), b = await desk(world, draft.path);
      await a.context.setOffline(true);
      await fill(a.page, '合同号', 'A-UNSAVED');
      await saved(a.page, 'here');
      await button(b.page, '接过来编辑').click();
      await b.page.getByRole('alert').waitFor({ state: 'detached' });
      await a.context.setOffline(false);
      await a.page.getByText('见“草稿与模板”页的').waitFor();
      await fill(b.page, '发票号', 'B-1');
      await saved(b.page);
      await until(a.page, '发票号', 'B-1');
      await fill(b.page, '发票号', 'B-2');
      await saved(b.page);
      await a.page.reload();
      await until(a.page, '发票号', 'B-2');
      await a.page.goto('/app/drafts');
      await mineOnly(a.page).locator('tbody a').first().waitFor();
      assert.equal(await mineOnly(a.page).locator('tbody tr').count(), 1);
      await mineOnly(a.page).locator('tbody a').first().click();
      await until(a.page, '合同号', 'A-UNSAVED');
      await saved(a.page);
      none(a, b);
      await a.leave(), await b.leave();
    },
  },
  {
    name: 'drafts: whoever takes over has what the other saved last; whoever waited reads before he writes',
    run: async (world) => {
      const draft = await ready(world, 'D-ORDER');
      const a = await desk(world, draft.path);
      await fill(a.page, '合同号', 'A-1');
      await saved(a.page);
      const b = await person(world.browser, world.address);
      await b.page.route('**/v1/events', (route) => route.abort());
      await signIn(b.page, world.access, 'shili1', { at: draft.path });
      await form(b.page);
      await b.page.route('**/editing', async (route) => {
        if (route.request().postDataJSON()?.take_over) { await fill(a.page, '合同号', 'A-2'); await saved(a.page, 'unsaved'); await saved(a.page); }
        await route.continue();
      });
      await button(b.page, '接过来编辑').click();
      await b.page.getByRole('alert').waitFor({ state: 'detached' });
      assert.equal(await valueOf(b.page, '合同号'), 'A-2');
      await button(a.page, '接过来编辑').click();
      await a.page.getByRole('alert').waitFor({ state: 'detached' });
      await b.page.evaluate(() => window.dispatchEvent(new Event('online')));
      await b.page.getByRole('alert').waitFor();
      await fill(a.page, '合同号', 'A-3');
      await saved(a.page);
      const left = a.page.waitForResponse((response) => response.url().includes('/editing?') && response.request().method() === 'DELETE');
      await a.page.getByRole('link', { name: '草稿与模板', exact: true }).click();
      await left;
      await b.page.evaluate(() => window.dispatchEvent(new Event('online')));
      await b.page.getByRole('alert').waitFor({ state: 'detached' });
      assert.equal(await valueOf(b.page, '合同号'), 'A-3');
      none(a, b);
      await a.leave(), await b.leave();
    },
  },
  {
    name: 'drafts: a computer whose clock is slow loses nothing',
    run: async (world) => {
      const draft = await ready(world, 'D-CLOCK');
      const one = await person(world.browser, world.address);
      await one.context.addInitScript(() => { const now = Date.now; Date.now = () => now() - 600_000; });
      await signIn(one.page, world.access, 'shili1', { at: draft.path });
      await form(one.page);
      await fill(one.page, '合同号', 'SLOW-1');
      await saved(one.page);
      await one.context.setOffline(true);
      await fill(one.page, '合同号', 'SLOW-2');
      await saved(one.page, 'here');
      await one.page.close();
      await one.context.setOffline(false);
      const page = await one.context.newPage();
      await page.goto(draft.path);
      await form(page);
      assert.equal(await valueOf(page, '合同号'), 'SLOW-2');
      await saved(page);
      assert.equal((await draft.document()).contract_number, 'SLOW-2');
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: opened from the list, the newer text on this computer is there; it is listed as not sent',
    run: async (world) => {
      const one = await desk(world);
      await fill(one.page, '合同号', 'LISTED-1');
      await saved(one.page);
      const { drafts } = await one.page.evaluate(async () => (await fetch('/v1/drafts')).json());
      await one.context.setOffline(true);
      await fill(one.page, '合同号', 'LISTED-2');
      await saved(one.page, 'here');
      await one.page.close();
      await one.context.setOffline(false);
      const page = await one.context.newPage();
      await page.goto('/app/drafts');
      await mineOnly(page).locator('tbody a').first().waitFor();
      await page.goto(`/app/drafts/${drafts[0].id}`);
      await form(page);
      assert.equal(await valueOf(page, '合同号'), 'LISTED-2');
      await saved(page);
      await fill(page, '合同号', 'LAST WORDS');
      await button(page, '退出').click();
      await page.waitForURL('**/');
      await page.goto(`/app/drafts/${drafts[0].id}`);
      await again(page, world.access);
      await form(page);
      assert.equal(await valueOf(page, '合同号'), 'LAST WORDS');
      const told = await page.evaluate(async (id) => (await fetch(`/v1/drafts/${id}`)).json(), drafts[0].id);
      assert.equal(told.document.contract_number, 'LAST WORDS', 'saved before the session ended');
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: signed in again in one tab, the other saves, checks and uploads; as another person it does not',
    run: async (world) => {
      const agents = await caller(world, 'daili1');
      const theirs = (await agents.call('GET', '/v1/drafts')).drafts.length;
      const one = await desk(world);
      const other = await one.context.newPage();
      await other.goto('/app/declarations/new');
      await form(other);
      await one.context.clearCookies();
      await fill(one.page, '合同号', 'FIRST TAB');
      await again(one.page, world.access);
      await saved(one.page);
      await fill(other, '合同号', 'SECOND TAB');
      await saved(other);
      await one.context.clearCookies();
      await button(one.page, '检查').click();
      await again(one.page, world.access);
      await other.locator('#group-attached_documents input[type=file]').setInputFiles([{ name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 two tabs') }]);
      await other.locator('#group-attached_documents .tag.good').waitFor();
      await saved(other);
      await one.context.clearCookies();
      await one.page.goto('/app/drafts');
      await again(one.page, world.access, 'daili1');
      await fill(other, '合同号', 'OF SHILI ONLY');
      await other.locator('input[autocomplete=username]').waitFor();
      assert.equal((await agents.call('GET', '/v1/drafts')).drafts.length, theirs, 'nothing of one unit in the other');
      await again(other, world.access);
      await form(other);
      assert.equal(await valueOf(other, '合同号'), 'OF SHILI ONLY');
      await saved(other);
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: taken over by a second tab, neither loses what was typed in the other',
    run: async (world) => {
      const draft = await ready(world, 'D-TABS');
      const one = await desk(world, draft.path);
      const puts = (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue());
      await one.page.route(`**/v1/drafts/${draft.id}`, puts);
      await fill(one.page, '合同号', 'TAB-1');
      await saved(one.page, 'here');
      const other = await one.context.newPage();
      await other.goto(draft.path);
      await button(other, '接过来编辑').click();
      await other.getByRole('alert').waitFor({ state: 'detached' });
      assert.equal(await valueOf(other, '合同号'), 'TAB-1');
      await fill(one.page, '提/运单号', 'TAB-1-MORE');
      await fill(other, '发票号', 'TAB-2');
      await saved(other);
      await one.page.unroute(`**/v1/drafts/${draft.id}`, puts);
      await one.page.evaluate(() => window.dispatchEvent(new Event('online')));
      await until(one.page, '发票号', 'TAB-2');
      const { contract_number, invoice_number } = await draft.document();
      assert.deepEqual([contract_number, invoice_number], ['TAB-1', 'TAB-2']);
      await one.page.getByRole('link', { name: '打开那份草稿' }).click();
      await until(one.page, '提/运单号', 'TAB-1-MORE');
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: sent and not answered, the form stays locked after a reload, and sends what was sent',
    run: async (world) => {
      const draft = await ready(world, `D-LOST-${Date.now()}`);
      const one = await desk(world, draft.path);
      const { page } = one;
      await fill(page, '合同号', 'AS SENT');
      await saved(page);
      let lost;
      const gone = new Promise((done) => { lost = done; });
      await page.route('**/v1/declarations', async (route) => { await route.fetch(); await route.abort(); lost(); });
      await lodge(page);
      await gone;
      await page.reload();
      await form(page);
      await page.unroute('**/v1/declarations');
      await button(page, '再发一次').waitFor();
      await page.keyboard.press('Control+z');
      assert.equal(await field(page, '合同号').getAttribute('readonly'), '');
      assert.equal(await valueOf(page, '合同号'), 'AS SENT');
      await button(page, '再发一次').click();
      await page.waitForURL(/\/app\/declarations\/\d+$/);
      const id = page.url().split('/').at(-1);
      assert.equal((await draft.unit.call('GET', `/v1/declarations/${id}/versions/1`, undefined, { Accept: 'application/json' })).contract_number, 'AS SENT');
      assert.deepEqual(await keptRows(page), []);
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: a browser that keeps nothing opens forms, and says when nothing is saved anywhere',
    run: async (world) => {
      const one = await person(world.browser, world.address);
      const { page, context } = one;
      await context.addInitScript(() => { IDBFactory.prototype.open = () => { throw new DOMException('not here', 'InvalidStateError'); }; });
      await signIn(page, world.access, 'shili1', { at: '/app/declarations/new' });
      await form(page);
      await fill(page, '合同号', 'NO STORE');
      await saved(page);
      await context.setOffline(true);
      await fill(page, '合同号', 'NOWHERE');
      await saved(page, 'nowhere');
      const asked = page.waitForEvent('dialog');
      await page.close({ runBeforeUnload: true });
      assert.equal((await asked).type(), 'beforeunload');
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: what the platform refuses is said, and not asked for ever',
    run: async (world) => {
      const one = await desk(world);
      const { page } = one;
      let tries = 0;
      await page.route('**/v1/drafts', (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        ++tries;
        const finding = { rule: 'DRF002', severity: 'refusal', path: '', values: ['500'], zh: '最多保存500条,请先删除不再使用的。', en: 'At most 500 can be kept: delete what is no longer used.' };
        return route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ status: 422, code: 'refused', title: 'Refused', findings: [finding] }) });
      });
      await fill(page, '合同号', 'ONE TOO MANY');
      await page.getByRole('alert').getByText('最多保存500条').waitFor();
      await saved(page, 'here');
      await page.getByText('平台没有收').waitFor();
      await page.waitForTimeout(2500);
      assert.equal(tries, 1);
      await page.unroute('**/v1/drafts');
      await fill(page, '合同号', 'ROOM AGAIN');
      await saved(page);
      assert.equal(await page.getByRole('alert').count(), 0);
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: of a lodged case nothing stays behind; a lost answer makes no second draft; a draft that could not be deleted is said to be there',
    run: async (world) => {
      const draft = await ready(world, `D-LEFT-${Date.now()}`);
      const id = await draft.unit.lodge(exportDeclaration(`D-COPIED-${Date.now()}`));
      const count = async () => (await draft.unit.call('GET', '/v1/drafts')).drafts.length;
      const before = await count();
      const one = await desk(world, `/app/declarations/new?from=${id}`);
      const { page } = one;
      let release;
      const lodged = new Promise((done) => { release = done; });
      await page.route('**/v1/drafts', async (route) => { if (route.request().method() === 'POST') await lodged; await route.continue().catch(() => undefined); });
      page.on('response', (response) => { if (response.url().endsWith('/v1/declarations') && response.request().method() === 'POST') setTimeout(release, 200); });
      const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/v1/drafts'));
      await fill(page, '合同号', 'COPIED');
      await asked;
      await lodge(page);
      await page.waitForURL(/\/app\/declarations\/\d+$/);
      assert.equal(await count(), before);
      assert.deepEqual(await keptRows(page), []);
      await page.unroute('**/v1/drafts');

      await page.goto('/app/declarations/new');
      await form(page);
      let answers = 0;
      await page.route('**/v1/drafts', async (route) => {
        if (route.request().method() !== 'POST' || answers++ > 0) return route.continue();
        await route.fetch();
        await route.abort();
      });
      await fill(page, '合同号', 'ONCE');
      await saved(page, 'here');
      await fill(page, '合同号', 'ONCE AND MORE');
      await saved(page);
      assert.equal(await count(), before + 1);
      const newest = (await draft.unit.call('GET', '/v1/drafts')).drafts[0].id;
      assert.equal((await draft.unit.call('GET', `/v1/drafts/${newest}`)).document.contract_number, 'ONCE AND MORE');

      await page.route(`**/v1/drafts/${newest}`, (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
      await page.locator('.actions summary').click();
      await button(page, '删除草稿').click();
      await button(page, '删除草稿').click();
      await page.locator('.actions [role=alert]').waitFor();
      assert.equal(await count(), before + 1);
      await page.unroute(`**/v1/drafts/${newest}`);
      await button(page, '删除草稿').click();
      await page.waitForURL('**/app/drafts');
      assert.equal(await count(), before);
      none(one);
      await one.leave();
    },
  },
  {
    name: 'drafts: saved to master data is said only when it was',
    run: async (world) => {
      const one = await desk(world);
      const { page } = one;
      const keep = button(page, '收货人:存为常用');
      assert.equal(await keep.isDisabled(), true, 'an empty party is not saved');
      await fill(page, '收货人(外)', 'A NEW CONSIGNEE');
      await page.route('**/v1/master-data/**', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
      await keep.click();
      await page.locator('.master-use [role=alert]').waitFor();
      await page.unroute('**/v1/master-data/**');
      await keep.click();
      await keep.getByText('已存为常用').waitFor();
      await keep.getByText('收货人: 存为常用').waitFor();
      none(one);
      await one.leave();
    },
  },
];
