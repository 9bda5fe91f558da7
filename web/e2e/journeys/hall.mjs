// The hall terminal: from sign-in to the printed slip, and what the next person finds of the last one: nothing. The counter: entered by one officer, accepted by another.
import assert from 'node:assert/strict';
import { accessibility, kPhone, launch, officer, overflowsSideways, person, signIn } from '../browser.mjs';
import { exportValues, walk } from './editor.mjs';

/** The same for everybody. */
const kOfNobody = /^\/(assets\/|icon\.svg$|v1\/(codes|schemas|rules-data))/;

/** A terminal as its administrator left it. It collects answers that a browser might keep. */
async function terminal(browser, address, more = {}) {
  const one = await person(browser, address, { remembers: false, ...more });
  one.kept = [];
  one.page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (response.status() !== 401 && !kOfNobody.test(pathname) && !/no-store/.test(response.headers()['cache-control'] ?? '')) one.kept.push(`${response.request().method()} ${pathname}`);
  });
  return one;
}

const start = (page) => page.locator('.hall-doors').waitFor();
async function enter(page, access, name = 'shili1', at = '/hall') {
  const who = officer(access, name);
  if (at) await page.goto(at);
  await page.locator('main.door form input').nth(0).fill(who.sign_in);
  await page.locator('main.door form input').nth(1).fill(who.password);
  await page.locator('main.door form button.primary').click();
  await start(page);
}
const finish = async (page) => { await page.locator('button.finish').click(); await page.locator('main.door').waitFor(); };
const saved = (page) => page.locator('[data-saved=saved]').waitFor();
const lodge = async (page) => {
  await page.keyboard.press('Control+Enter');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Enter');
};
const fromPage = (page, path) => page.evaluate(async (at) => (await fetch(at)).json(), path);

/** Everything a browser can keep of a page, read from the page. */
const left = (page) => page.evaluate(async () => ({
  local: { ...localStorage }, session: { ...sessionStorage }, databases: await indexedDB.databases(), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length, cookie: document.cookie, entries: history.length, state: history.state,
  html: document.documentElement.outerHTML, values: [...document.querySelectorAll('input')].map((input) => input.value).join(''),
}));

/** Nothing of the last person: storage, cookies, history, and the page itself. */
async function nothingLeft(page, secrets) {
  const all = await left(page);
  assert.deepEqual(all.local, {});
  assert.deepEqual(all.session, { 'datong-language': 'zh' });
  assert.deepEqual(all.databases, []);
  assert.deepEqual(all.caches, []);
  assert.equal(all.workers, 0);
  assert.equal(all.cookie, '');
  assert.equal(all.values, '');
  assert.deepEqual(await page.context().cookies(), []);
  for (const secret of secrets) assert.equal(JSON.stringify(all).includes(secret), false, `${secret} is still there`);
  assert.equal(await page.evaluate(async () => (await fetch('/v1/sessions/current')).status), 401);
}

/** What the page itself says: without what people or offices typed. */
const said = (page) => page.locator('.hall-page, main').first().evaluate((root) => {
  const copy = root.cloneNode(true);
  for (const data of copy.querySelectorAll('dd, td, .person, .hall-list strong, .hall-list .number, .slip-title, .case h1 a, [lang]')) data.remove();
  return copy.textContent;
});
const hasChinese = async (page) => (await said(page)).match(/.{0,12}[一-鿿].{0,12}/g) ?? [];
/** Three or more English words in a row. */
const hasEnglish = async (page) => (await said(page)).match(/[A-Za-z]{2,}( [A-Za-z]{2,}){2,}/g) ?? [];

async function looksRight(page) {
  assert.deepEqual(await accessibility(page), []);
  for (const size of [{ width: 320, height: 640 }, kPhone, { width: 1366, height: 768 }]) {
    await page.setViewportSize(size);
    assert.equal(await overflowsSideways(page), false, `${size.width} wide`);
  }
}

const smallTargets = (page) => page.evaluate(() => [...document.querySelectorAll('button, a.button, .hall-doors a, .hall-list a, input:not([type=checkbox], [type=radio], [type=file]), select')]
  .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44).map((one) => `${one.tagName} ${one.name || one.textContent} ${one.getBoundingClientRect().height}`));

export const journeys = [
  {
    name: 'hall terminal: a declaration to its slip, then nothing of the person is left',
    run: async ({ browser, address, access }) => {
      const { page, troubles, kept, leave } = await terminal(browser, address);
      await page.goto('/hall');
      await page.locator('main.door form').waitFor();
      const entries = (await left(page)).entries;
      assert.deepEqual(await hasEnglish(page), []);
      await looksRight(page);
      assert.deepEqual(await smallTargets(page), []);
      await enter(page, access, 'shili1', '');
      await page.getByText('今天').first().waitFor();
      await looksRight(page);
      assert.deepEqual(await smallTargets(page), []);
      assert.deepEqual(await hasEnglish(page), []);
      await page.getByRole('link', { name: '出境报检' }).click();
      await page.locator('#group-goods').waitFor();
      await page.getByLabel('出入境类别', { exact: true }).focus();
      await walk(page, exportValues);
      await saved(page);
      assert.deepEqual(await smallTargets(page), []);
      const meanwhile = await left(page);
      assert.deepEqual([meanwhile.local, meanwhile.databases, meanwhile.caches], [{}, [], []], 'only the tab itself keeps the draft');
      assert.ok(Object.keys(meanwhile.session).some((key) => key.startsWith('datong-draft:')));
      await lodge(page);
      await page.waitForURL(/\/hall\/app\/declarations\/\d+\/slip$/);
      await page.locator('.slip svg.qr path').waitFor();
      const id = page.url().split('/').at(-2);
      const view = await fromPage(page, `/v1/declarations/${id}`);
      const slip = await page.locator('.slip').textContent();
      for (const told of [id, view.reference, '上海示例进出口有限公司', `${address}/app/declarations/${id}`]) assert.ok(slip.includes(told), `${told} stands on the slip`);
      const { lines } = await fromPage(page, `/v1/declarations/${id}/timeline`);
      assert.ok(slip.includes(String(lines[0].receipts[0].serial)), 'the number of the receipt');
      assert.equal(view.channel, 'hall_terminal');
      assert.deepEqual(await hasEnglish(page), []);
      await looksRight(page);
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('.hall-bar').isVisible(), false);
      const sheet = await page.pdf({ preferCSSPageSize: true });
      assert.equal(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1, 'one sheet');
      await page.emulateMedia({ media: null });
      await page.getByRole('link', { name: '看办理情况' }).click();
      await page.getByRole('heading', { name: '经过' }).waitFor();
      await looksRight(page);
      assert.deepEqual(await hasEnglish(page), []);
      await page.getByRole('link', { name: '回首页' }).click();
      await page.locator('.hall-list .tag').first().waitFor();
      await finish(page);

      const secrets = [id, view.reference, '张三', '上海示例', 'SE-2024-0001', 'shili1'];
      assert.equal((await left(page)).entries, entries, 'one entry of the history, replaced');
      await nothingLeft(page, secrets);
      await page.goBack().catch(() => undefined);
      for (const secret of secrets) assert.equal((await page.content()).includes(secret), false);
      await page.goForward().catch(() => undefined);
      for (const path of ['/hall', `/hall/app/declarations/${id}/slip`, `/hall/app/declarations/${id}`]) {
        await page.goto(path);
        await page.locator('main.door form').waitFor();
        await nothingLeft(page, path.includes(id) ? secrets.slice(1) : secrets);
      }
      assert.deepEqual(kept, [], 'answers a browser may keep');
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'hall terminal: an origin application begun elsewhere, in English, to its slip',
    run: async ({ browser, address, access, platform }) => {
      const office = await person(browser, address);
      await signIn(office.page, access, 'shili1', { at: '/app/drafts' });
      const sample = JSON.parse(platform.print('sample', 'C', '--serial', '5512'));
      await office.page.evaluate(async (document) => {
        const { csrf } = await (await fetch('/v1/sessions/current')).json();
        await fetch('/v1/drafts', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Datong-Csrf': csrf }, body: JSON.stringify({ form: 'origin', kind: 'draft', title: 'TO GERMANY', document }) });
      }, sample);
      const { page, troubles, leave } = await terminal(browser, address);
      await page.goto('/hall');
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'Lodge it yourself' }).waitFor();
      assert.deepEqual(await hasChinese(page), []);
      await looksRight(page);
      await enter(page, access, 'shili1', '');
      assert.deepEqual(await hasChinese(page), []);
      await page.getByRole('link', { name: /TO GERMANY/ }).click();
      await page.locator('#group-goods').waitFor();
      assert.equal(await page.getByLabel('Contract number', { exact: true }).inputValue(), sample.contract_number);
      assert.deepEqual(await accessibility(page), []);
      await page.getByLabel('Contract number', { exact: true }).fill('HALL-5512');
      await saved(page);
      await lodge(page);
      await page.waitForURL(/\/hall\/app\/applications\/\d+\/slip$/);
      await page.locator('.slip svg.qr path').waitFor();
      assert.deepEqual(await hasChinese(page), []);
      await looksRight(page);
      const id = page.url().split('/').at(-2);
      assert.equal((await fromPage(page, `/v1/applications/${id}`)).channel, 'hall_terminal');
      assert.equal((await fromPage(page, `/v1/applications/${id}/versions/1`)).contract_number, 'HALL-5512');
      await page.getByRole('link', { name: 'See how it goes' }).click();
      await page.getByRole('heading', { name: 'Timeline' }).waitFor();
      await looksRight(page);
      await finish(page);
      await page.getByRole('heading', { name: '自助申报' }).waitFor();   // the next person begins in Chinese
      await nothingLeft(page, [id, 'HALL-5512', '张三', 'GERMANY']);
      assert.deepEqual([...office.troubles, ...troubles], []);
      await office.leave(), await leave();
    },
  },
  {
    name: 'hall terminal: who walks away is warned, can go on by any key, and is wiped after a minute',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await terminal(browser, address);
      await page.clock.install();
      await page.goto('/hall');
      await page.locator('main.door form input').nth(1).fill('typed and left');
      await page.clock.fastForward(61_000);
      await page.waitForFunction(() => { const input = document.querySelector('main.door form input[type=password]'); return input && !input.value; });
      await enter(page, access, 'shili1', '');
      await page.getByRole('link', { name: '出境报检' }).click();
      await page.locator('#group-goods').waitFor();
      await page.getByLabel('合同号', { exact: true }).fill('WALKED-AWAY');
      await saved(page);
      await page.clock.fastForward(46_000);
      const warning = page.getByRole('alertdialog', { name: '还在吗?' });
      await warning.waitFor();
      assert.match(await warning.getByRole('alert').textContent(), /15 秒/);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), '继续', 'the focus is in the warning');
      assert.deepEqual(await accessibility(page), []);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Shift+Tab');
      assert.equal(await page.evaluate(() => document.activeElement.textContent), '继续');
      await page.keyboard.press('x');
      await warning.waitFor({ state: 'detached' });
      assert.equal(await page.evaluate(() => document.activeElement.value), 'WALKED-AWAY', 'the key was not typed, and the focus is back');
      await page.clock.fastForward(46_000);
      await warning.waitFor();
      await page.mouse.click(5, 5);
      await warning.waitFor({ state: 'detached' });
      await page.clock.fastForward(46_000);
      await warning.waitFor();
      await page.clock.runFor(8000);
      assert.match(await warning.locator('.countdown').textContent(), /^[4-6]$/);
      await page.clock.fastForward(8000);
      await page.locator('main.door form').waitFor();
      await nothingLeft(page, ['WALKED-AWAY', '张三', 'shili1']);
      // What was typed is the unit's, not the terminal's.
      await enter(page, access, 'shili1', '');
      const { drafts } = await fromPage(page, '/v1/drafts');
      const documents = await Promise.all(drafts.map(async (draft) => fromPage(page, `/v1/drafts/${draft.id}`)));
      assert.ok(documents.some(({ document }) => document.contract_number === 'WALKED-AWAY'));
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'hall terminal: a closed tab, a session ended elsewhere, a page kept by the browser for going back: nobody takes them over',
    run: async ({ address, access }) => {
      const browser = await launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
      try {
        const { context, page, troubles } = await terminal(browser, address);
        await enter(page, access);
        await page.getByRole('link', { name: '出境报检' }).click();
        await page.locator('#group-goods').waitFor();
        await page.getByLabel('合同号', { exact: true }).fill('LEFT-OPEN');
        await saved(page);
        await page.reload();
        await page.locator('#group-goods').waitFor();
        assert.equal(await page.getByLabel('合同号', { exact: true }).inputValue(), 'LEFT-OPEN', 'reloading is not leaving');
        await page.goto('/status');
        await page.locator('h1, main').first().waitFor();
        await context.clearCookies();
        await page.goBack();
        await page.locator('main.door form').waitFor();
        await nothingLeft(page, ['LEFT-OPEN', '张三']);

        await enter(page, access, 'shili1', '');
        await page.goto('/app/cases');   // such a session has its pages in the hall only
        await page.waitForURL(/\/hall/);
        const next = await context.newPage();
        await page.close();
        await next.goto('/hall');
        await next.locator('main.door form').waitFor();
        await nothingLeft(next, ['张三']);

        await enter(next, access, 'shili1', '');
        await context.clearCookies();
        await next.getByRole('link', { name: '申请产地证' }).click();
        await next.locator('main.door form').waitFor();
        await nothingLeft(next, ['张三']);
        assert.deepEqual(troubles, []);
      } finally {
        await browser.close();
      }
    },
  },
  {
    name: 'counter: entered by one officer on paper, accepted by another, the same receipts for the enterprise',
    run: async ({ browser, address, access }) => {
      const one = await person(browser, address), two = await person(browser, address), unit = await person(browser, address), english = await person(browser, address, { language: 'en' });
      await signIn(one.page, access, 'desk1', { at: '/app/counter' });
      const { page } = one;
      await page.getByLabel('企业登记号(10 位)').fill('3100600001');
      await page.getByLabel('原因', { exact: true }).selectOption({ index: 1 });
      await page.getByRole('radio', { name: '按纸质单证受理' }).check();
      assert.deepEqual(await accessibility(page), []);
      assert.deepEqual(await hasEnglish(page), []);
      await page.getByRole('button', { name: '开始录入' }).click();
      assert.equal(await page.evaluate(() => document.activeElement.id), 'counter-presenter', 'on paper nobody stays unnamed');
      await page.getByLabel(/来办人/).fill('李四 EXAMPLE-ID-77');
      await page.getByRole('button', { name: '开始录入' }).click();
      await page.locator('#group-goods').waitFor();
      await page.getByLabel('出入境类别', { exact: true }).focus();
      await walk(page, { ...exportValues, 报检单位: '上海示例进出口有限公司', 联系人: '张三' });
      await saved(page);
      await page.keyboard.press('Control+Enter');
      await page.locator('dialog[open]').waitFor();
      assert.equal(await page.locator('dialog[open] fieldset input').first().inputValue(), '李四 EXAMPLE-ID-77');
      assert.deepEqual(await accessibility(page), []);
      await page.locator('dialog[open] button.primary').click();
      await page.waitForURL(/\/app\/counter\?.*case=\d+$/);
      const id = page.url().split('=').at(-1);
      await page.getByRole('status').filter({ hasText: id }).waitFor();
      const view = await fromPage(page, `/v1/declarations/${id}`);
      assert.equal(view.channel, 'counter_paper');
      assert.equal(view.allowed_actions.some((action) => action.act === 'accept'), false, 'not by the one who entered it');

      await signIn(two.page, access, 'desk2', { at: `/app/declarations/${id}` });
      await two.page.locator('.acts > .row').getByRole('button', { name: /受理$/ }).first().click();
      await two.page.locator('.acts [role=status]').filter({ hasText: '已办:受理' }).waitFor();

      await signIn(unit.page, access, 'shili1', { at: '/app/cases' });
      await unit.page.locator(`a[href$="${id}"]`).first().click();
      await unit.page.getByRole('heading', { name: '经过' }).waitFor();
      const { lines } = await fromPage(unit.page, `/v1/declarations/${id}/timeline`);
      const kinds = lines.flatMap((line) => line.receipts.map((receipt) => receipt.kind));
      for (const kind of ['transport_ack', 'accepted']) assert.ok(kinds.includes(kind), kinds.join());

      await page.goto('/app/counter');
      await page.getByText(/本月 [1-9]\d* 件,目标 0 件/).waitFor();
      await page.getByLabel('按名称或单证号找企业').fill('上海示例');
      await page.getByRole('button', { name: '查找', exact: true }).click();
      await page.getByRole('button', { name: '选用 上海示例进出口有限公司' }).click();
      assert.equal(await page.getByLabel('企业登记号(10 位)').inputValue(), '3100600001');
      await looksRight(page);
      await signIn(english.page, access, 'desk2', { at: '/app/counter' });
      await english.page.getByText(/this month, aim 0/).waitFor();
      assert.deepEqual(await hasChinese(english.page), []);
      await looksRight(english.page);
      assert.deepEqual([one, two, unit, english].flatMap((desk) => desk.troubles), []);
    },
  },
];
