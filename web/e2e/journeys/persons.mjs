// What must not go wrong with the person at the screen: keys act on what is highlighted, the next person sees nothing of the last one, lists stay
// live after a refusal and calm in a flood, an order whose answer was lost is the same order, and words are in the page's language.
import assert from 'node:assert/strict';
import { accessibility, person, signIn } from '../browser.mjs';
import { caller } from '../caller.mjs';
import { exportDeclaration } from '../documents.mjs';
import { strangeWords } from '../pages.mjs';
import { act, does, lodge, officerAt, openCase, reference, stage, take } from './desks.mjs';

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
/** Waits until it is so. */
async function until(what, isSo) {
  for (let i = 0; i < 300; ++i) { if (isSo()) return; await wait(100); }
  throw new Error(`does not come: ${what}`);
}

/** Fills the sign-in that stands in place of the page. */
async function signInHere(page, access, name) {
  const who = access.officers.find((one) => one.sign_in === name);
  await page.locator('input[autocomplete=username]').fill(who.sign_in);
  await page.locator('input[autocomplete=current-password]').fill(who.password);
  await page.locator('form button.primary').click();
  await page.locator('input[autocomplete=username]').waitFor({ state: 'detached' });
}

export const journeys = [
  {
    name: 'a digit acts on the highlighted case or on none; keys can be switched off; Space chooses what it stands on',
    run: async ({ browser, address, access }) => {
      const unit = await caller({ address, access }, 'shili1');
      const ids = [await unit.lodge(exportDeclaration(reference('DIGIT'))), await unit.lodge(exportDeclaration(reference('DIGIT')))];
      const { page, troubles, leave } = await officerAt(browser, address, access, 'desk1', { viewport: { width: 1500, height: 900 } });
      const stageOf = async (id) => (await unit.call('GET', `/v1/declarations/${id}`)).stage;
      const [first, second] = ids;   // the list is oldest first
      await take(page, first);
      await act(page, '受理').waitFor();
      await page.keyboard.press('Escape');
      for (let i = 0; i < 50 && !(await page.evaluate((id) => document.activeElement?.getAttribute('href')?.includes(`case=${id}`), second)); ++i) { await page.keyboard.press('j'); await wait(60); }
      await page.keyboard.press('1');
      await wait(700);
      assert.equal(await stageOf(first), 'in_review', 'the open case is not the highlighted one');
      assert.equal(await stageOf(second), 'in_review');

      const boxes = page.locator('.work-row input[type=checkbox]');
      await boxes.nth(1).focus();
      await page.keyboard.press('Space');
      assert.equal(await boxes.nth(1).isChecked(), true);
      await page.keyboard.press('Space');
      const keys = page.getByLabel('快捷键');
      await keys.focus();
      await page.keyboard.press('Space');
      assert.equal(await keys.isChecked(), false);
      await take(page, first);
      await page.locator('.case h1').focus();
      await page.keyboard.press('1');
      await wait(500);
      assert.equal(await stageOf(first), 'in_review', 'switched off');
      assert.deepEqual(await accessibility(page), []);
      await page.reload();
      assert.equal(await page.getByLabel('快捷键').isChecked(), false, 'remembered');
      await page.getByLabel('快捷键').check();
      await act(page, '受理').waitFor();
      await page.locator('.case h1').focus();
      await page.keyboard.press('1');
      await stage(page).filter({ hasText: '已受理' }).waitFor();
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'a session ends on a page, somebody else signs in there: he sees nothing of the one before',
    run: async ({ browser, address, access }) => {
      const { page, context, troubles, leave } = await person(browser, address);
      await signIn(page, access, 'shili1', { at: '/app/unit' });
      await page.getByRole('heading', { level: 1, name: '上海示例进出口有限公司' }).waitFor();
      const id = await lodge(page, exportDeclaration(reference('LEFT')));
      await page.getByRole('link', { name: '单证', exact: true }).click();
      await page.locator(`a[href$="${id}"]`).first().click();
      await stage(page).waitFor();
      await context.clearCookies();
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await page.getByRole('link', { name: '草稿与模板' }).click();  // says that the session has ended
      await page.locator('input[autocomplete=username]').waitFor();
      await page.goBack();
      await signInHere(page, access, 'daili1');
      await page.getByText('没有这份单证').first().waitFor();
      assert.equal(await page.locator('.case').count(), 0);
      await page.route('**/v1/unit', async (route) => { await wait(1500); await route.continue(); });
      await page.getByRole('link', { name: '本单位' }).click();
      await wait(700);
      assert.equal(await page.getByText('上海示例进出口有限公司').count(), 0, 'not even until the answer comes');
      await page.getByRole('heading', { level: 1, name: '江苏示例报检代理有限公司' }).waitFor();
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'a refused event stream is opened again, and a flood of events is a few reads of the list',
    run: async ({ browser, address, access }) => {
      const unit = await caller({ address, access }, 'shili1');
      const desk = await person(browser, address);
      let refused = 0, reads = 0;
      await desk.context.route('**/v1/events', async (route) => { if (++refused === 1) await route.fulfill({ status: 502, body: 'Bad gateway' }); else await route.continue(); });
      desk.page.on('request', (request) => { if (/\/v1\/work\?/.test(request.url())) ++reads; });
      await signIn(desk.page, access, 'desk1', { at: '/app/work' });
      await desk.page.locator('.work-list h1').waitFor();
      await until('the stream again', () => refused >= 2);
      await wait(1500);
      const opened = reads;
      await unit.lodge(exportDeclaration(reference('STREAM')));
      await until('the list read anew', () => reads > opened);
      await wait(1500);
      const before = reads, begun = Date.now();
      const ids = await Promise.all(Array.from({ length: 15 }, () => unit.lodge(exportDeclaration(reference('FLOOD')))));
      assert.equal(ids.length, 15);
      const took = Date.now() - begun;
      await wait(2500);
      assert.ok(reads - before >= 1 && reads - before <= Math.min(12, Math.ceil(took / 400) + 2), `${reads - before} reads for 15 cases in ${took} ms`);
      await desk.page.close();

      const drafts = await person(browser, address);
      let lists = 0;
      drafts.page.on('request', (request) => { if (/\/v1\/drafts$/.test(request.url())) ++lists; });
      await signIn(drafts.page, access, 'shili1', { at: '/app/drafts' });
      await drafts.page.locator('h1').waitFor();
      const { id } = await unit.call('POST', '/v1/drafts', { form: 'declaration', kind: 'draft', title: 'RENEWED', document: {} });
      await drafts.page.getByRole('link', { name: 'RENEWED' }).first().waitFor();
      const mark = drafts.page.locator('tr', { has: drafts.page.getByRole('link', { name: 'RENEWED' }) }).getByText('正在编辑');   // others may be held still
      const edit = () => unit.call('POST', `/v1/drafts/${id}/editing`, { holder: 'tab-1', take_over: false });
      await edit();
      await mark.waitFor();
      await wait(600);
      const listed = lists;
      for (let i = 0; i < 4; ++i) { await edit(); await wait(600); }
      assert.equal(lists, listed, 'renewing is no news');
      await unit.call('DELETE', `/v1/drafts/${id}/editing?holder=tab-1`);
      await mark.waitFor({ state: 'detached' });
      await unit.call('DELETE', `/v1/drafts/${id}`);
      assert.deepEqual([...desk.troubles, ...drafts.troubles], []);
      await desk.leave(), await drafts.leave();
    },
  },
  {
    name: 'an act whose answer a proxy swallowed with 502 is sent again under the same key, and done once',
    run: async ({ browser, address, access }) => {
      const unit = await caller({ address, access }, 'shili1');
      const id = await unit.lodge(exportDeclaration(reference('502')));
      const { page, context, troubles, leave } = await officerAt(browser, address, access, 'desk1');
      const keys = [];
      await context.route('**/acts/accept', async (route) => {
        keys.push(route.request().headers()['idempotency-key']);
        if (keys.length > 1) return route.continue();
        await route.fetch();
        await route.fulfill({ status: 502, body: 'Bad gateway' });
      });
      await openCase(page, id);
      await does(page, '受理');
      assert.equal(keys.length, 2);
      assert.equal(keys[0], keys[1]);
      assert.equal(await stage(page).textContent(), '已受理');
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'failures are told in the language of the page; an unreachable platform is not a sign-in',
    run: async ({ browser, address, access }) => {
      const { page, context, troubles, leave } = await person(browser, address);
      await page.goto('/app');
      const name = reference('nobody').toLowerCase();
      await page.locator('input[autocomplete=username]').fill(name);
      await page.locator('input[autocomplete=current-password]').fill('wrong');
      const statuses = await page.evaluate(async (signIn) => {
        const all = [];
        for (let i = 0; i < 20; ++i) all.push((await fetch('/v1/sessions', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ sign_in: signIn, password: 'wrong' }) })).status);
        return all;
      }, name);
      assert.deepEqual([...new Set(statuses)], [401]);
      await page.locator('form button.primary').click();
      await page.getByRole('alert').getByText('密码错误次数过多').waitFor();
      const none = { saysSo: () => false };
      assert.deepEqual(await strangeWords(page, 'zh', none), []);
      await signInHere(page, access, 'shili1');
      for (const [status, code, words] of [[413, 'too_large', '超过了上限'], [503, 'unavailable', '平台现在忙'], [500, 'internal', '平台出了差错'], [504, '', '平台现在忙'], [409, 'conflict', '情况已经变了'], [403, 'forbidden', '没有这项权限']]) {
        await context.route('**/v1/unit', (route) => route.fulfill({ status, contentType: code ? 'application/problem+json' : 'text/html', body: code ? JSON.stringify({ type: 'about:blank', title: 'Over a limit of some kind', status, code, detail: 'document: at most 2097152 bytes' }) : '<h1>Gateway timeout</h1>' }));
        await page.goto('/app/unit');
        await page.getByRole('alert').getByText(words).waitFor();
        assert.deepEqual(await strangeWords(page, 'zh', none), []);
        await context.unroute('**/v1/unit');
      }
      await context.route('**/v1/sessions/current', (route) => route.abort());
      await page.goto('/app/unit');
      await page.getByRole('alert').getByText('与平台的连接断了').waitFor();
      assert.equal(await page.locator('input[autocomplete=username]').count(), 0);
      await context.unroute('**/v1/sessions/current');
      await page.getByRole('button', { name: '再试一次' }).click();
      await page.getByRole('heading', { level: 1, name: '上海示例进出口有限公司' }).waitFor();
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'what an administrator is told once does not go away by Esc',
    run: async ({ browser, address, access }) => {
      const admin = await person(browser, address);
      await signIn(admin.page, access, 'admin1', { at: '/app/admin', second: true });
      const { page } = admin;
      await page.getByRole('button', { name: '增加工作人员' }).click();
      const dialog = page.locator('dialog[open]');
      await dialog.getByLabel('登录名').fill(`once-${process.pid}`);
      await dialog.getByLabel('姓名').fill('只此一次');
      await dialog.getByLabel('检务').check();
      await dialog.getByRole('button', { name: '保存' }).click();
      await dialog.getByText('只显示这一次').waitFor();
      const told = await dialog.locator('code').first().textContent();
      await page.keyboard.press('Escape');
      await wait(300);
      assert.equal(await dialog.locator('code').first().textContent(), told);
      await dialog.getByRole('button', { name: '关闭' }).click();
      await page.getByText(`once-${process.pid}`).first().waitFor();
      assert.deepEqual(admin.troubles, []);
      await admin.leave();
    },
  },
];
