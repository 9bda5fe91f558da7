// From lodging to release, desk to desk, each officer in a browser of his own, the inspector with a phone; and what happens when two want the same.
import assert from 'node:assert/strict';
import { accessibility, kPhone, overflowsSideways, person, signIn } from '../browser.mjs';
import { exportDeclaration, inspectedDeclaration, plantDeclaration } from '../documents.mjs';

let serial = 0;
export const reference = (name) => `${name}-${process.pid}-${Date.now()}-${++serial}`;

/** Lodges from the enterprise's own page, by its session. Gives the case's id. */
export async function lodge(page, document, { path = '/v1/declarations', kind = 'transport_ack', version = 1 } = {}) {
  const answer = await page.evaluate(async ([to, body, number]) => {
    const who = await (await fetch('/v1/sessions/current')).json();
    const response = await fetch(to, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Datong-Csrf': who.csrf, 'Datong-Version': number }, body });
    return { status: response.status, ...(await response.json()) };
  }, [path, JSON.stringify(document), String(version)]);
  assert.equal(answer.status, 200, JSON.stringify(answer));
  assert.equal(answer.kind, kind, JSON.stringify(answer.findings));
  return answer.case;
}

export const act = (page, name) => page.locator('.acts > .row').getByRole('button', { name: new RegExp(`^\\d?\\s*${name}$`) });
export const stage = (page) => page.locator('.case h1 .tag');

/** Opens the case from the officer's list. */
export async function take(page, id) {
  const row = page.locator(`.work-list a[href*="case=${id}"]`);
  await page.locator('.work-row').first().waitFor();
  // Rows are drawn where they are seen; a new case stands last.
  for (let i = 0; i < 200 && !(await row.count()); ++i) { await page.locator('.work-list .rows').evaluate((box) => box.scrollBy(0, 400)); await page.waitForTimeout(30); }
  await row.click();
  await stage(page).waitFor();
}

/** Opens the case beside the list by its address: also when the list is too long for it to be drawn. */
export async function openCase(page, id) {
  await page.goto(`/app/work?case=${id}&of=declaration`);
  await stage(page).waitFor();
}

/** Does an act that asks for nothing, or fills its form first; waits until it is said to be done. */
export async function does(page, name, fill) {
  await act(page, name).click();
  if (fill) {
    await page.locator('.act-form').waitFor();
    await fill(page.locator('.act-form'));
    await page.locator('.act-form button.primary').click();
  }
  await page.locator('.acts [role=status]').filter({ hasText: `已办:${name}` }).waitFor();
}
export const confirmed = async () => undefined;

export async function officerAt(browser, address, access, name, more = {}, second = false) {
  const desk = await person(browser, address, more);
  await signIn(desk.page, access, name, { at: '/app/work', second });
  await desk.page.locator('.work-list h1').waitFor();
  return desk;
}

export const journeys = [
  {
    name: 'desk to desk to release, the inspector with a phone',
    run: async ({ browser, address, access }) => {
      const people = [];
      const at = async (name, more, second) => { const desk = await officerAt(browser, address, access, name, more, second); people.push(desk); return desk.page; };
      const unit = await person(browser, address);
      people.push(unit);
      await signIn(unit.page, access, 'shili1', { at: '/app/cases' });
      const id = await lodge(unit.page, inspectedDeclaration(reference('DESKS')));
      await unit.page.locator(`a[href$="${id}"]`).first().waitFor();  // live: nobody pressed reload

      const desk1 = await at('desk1');
      await take(desk1, id);
      await does(desk1, '受理');
      assert.equal(await desk1.evaluate(() => document.activeElement?.tagName), 'H1', 'after an act the focus is at the new state');
      await does(desk1, '施检分单', (form) => form.locator('select').selectOption('insp1'));
      assert.equal(await stage(desk1).textContent(), '待施检');

      const phone = await at('insp1', { viewport: kPhone });
      assert.equal(await overflowsSideways(phone), false);
      await take(phone, id);
      assert.equal(await overflowsSideways(phone), false);
      const target = await act(phone, '单证核对相符').boundingBox();
      assert.ok(target && target.height >= 44, 'large enough for a thumb');
      await does(phone, '单证核对相符');
      await does(phone, '开始施检');
      await does(phone, '检验合格', (form) => form.locator('textarea').fill('外观、包装完好'));
      assert.equal(await stage(phone).textContent(), '检验合格');
      assert.deepEqual(await accessibility(phone), []);

      const fee1 = await at('fee1');
      await take(fee1, id);
      await does(fee1, '计费');
      const fee2 = await at('fee2');
      await take(fee2, id);
      await does(fee2, '收费', (form) => form.locator('input').last().fill('PAY-1'));

      const cert1 = await at('cert1');
      await take(cert1, id);
      await does(cert1, '拟制证书', confirmed);
      const cert2 = await at('cert2', {}, true);
      await take(cert2, id);
      await does(cert2, '签发证书', confirmed);

      await desk1.goto('/app/work');
      await take(desk1, id);
      await does(desk1, '签发通关单');
      await desk1.goto('/app/work');  // leaving gives the case back to the desk
      const desk2 = await at('desk2');
      await take(desk2, id);
      await does(desk2, '放行', confirmed);
      assert.equal(await stage(desk2).textContent(), '已放行');

      await unit.page.goto(`/app/declarations/${id}`);
      await stage(unit.page).filter({ hasText: '已放行' }).waitFor();
      await unit.page.locator('.timeline > li').nth(9).waitFor();
      await unit.page.locator('.papers').getByRole('link', { name: 'PDF' }).nth(1).waitFor();
      assert.deepEqual(await accessibility(unit.page), []);
      assert.deepEqual(people.flatMap((one) => one.troubles), []);
    },
  },
  {
    name: 'plants: a phytosanitary certificate asks for what it must state',
    run: async ({ browser, address, access }) => {
      const unit = await person(browser, address);
      await signIn(unit.page, access, 'shili1', { at: '/app/cases' });
      const id = await lodge(unit.page, plantDeclaration(reference('PLANTS')));
      const desk = await officerAt(browser, address, access, 'desk1');
      await take(desk.page, id);
      await does(desk.page, '受理');
      await does(desk.page, '施检分单', (form) => form.locator('select').selectOption('insp1'));
      const inspector = await officerAt(browser, address, access, 'insp1', { viewport: kPhone });
      if (await stage(desk.page).textContent() === '待施检') {  // drawn
        await take(inspector.page, id);
        for (const name of ['单证核对相符', '开始施检']) await does(inspector.page, name);
        await does(inspector.page, '检验合格', confirmed);
      } else {
        await does(desk.page, '单证核对相符');
      }
      const drafter = await officerAt(browser, address, access, 'cert1');
      await take(drafter.page, id);
      await act(drafter.page, '拟制证书').click();
      await drafter.page.locator('.act-form button.primary').click();  // the browser itself names what is missing: nothing is sent
      assert.equal(await drafter.page.evaluate(() => document.activeElement?.matches('.act-form :invalid')), true);
      await drafter.page.getByLabel('植物学名').fill('CROCUS SATIVUS');
      await drafter.page.locator('.act-form button.primary').click();
      await drafter.page.locator('.acts [role=status]').filter({ hasText: '已办:拟制证书' }).waitFor();
      await drafter.page.locator('.papers').getByText('植物检疫证书').waitFor();
      assert.deepEqual([unit, desk, inspector, drafter].flatMap((one) => one.troubles), []);
    },
  },
  {
    name: 'keyboard through the work list: j, Enter, a number, and a reason with its code',
    run: async ({ browser, address, access }) => {
      const unit = await person(browser, address);
      await signIn(unit.page, access, 'shili1', { at: '/app/cases' });
      const id = await lodge(unit.page, exportDeclaration(reference('KEYS')));
      const desk = await officerAt(browser, address, access, 'desk2');
      const { page } = desk;
      await page.locator(`.work-list a[href*="case=${id}"]`).waitFor();
      for (let i = 0; i < 200; ++i) {
        await page.keyboard.press('j');
        await page.waitForTimeout(40);
        if (await page.evaluate((wanted) => document.activeElement?.getAttribute('href')?.includes(`case=${wanted}`), id)) break;
      }
      await page.keyboard.press('Enter');
      await act(page, '退单修改').waitFor();
      const number = await act(page, '退单修改').getAttribute('aria-keyshortcuts');
      await page.locator('.case h1').focus();
      await page.keyboard.press(number);
      await page.locator('.act-form select').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'SELECT');
      await page.locator('.act-form select').selectOption('01');
      await page.keyboard.press('Tab');
      await page.keyboard.type('第 1 项货物名称不完整 1');  // digits typed into a text are no action keys
      await page.keyboard.press('Control+Enter');
      await stage(page).filter({ hasText: '退回修改' }).waitFor();
      await unit.page.goto(`/app/declarations/${id}`);
      await unit.page.getByText('第 1 项货物名称不完整 1').first().waitFor();
      await unit.page.getByRole('link', { name: '修改后再报' }).waitFor();
      assert.deepEqual([...unit.troubles, ...desk.troubles], []);
    },
  },
  {
    name: 'two officers at one case: the second sees who, loses no typing, and one effect',
    run: async ({ browser, address, access }) => {
      const unit = await person(browser, address);
      await signIn(unit.page, access, 'shili1', { at: '/app/cases' });
      const id = await lodge(unit.page, exportDeclaration(reference('TWO')));
      const one = await officerAt(browser, address, access, 'desk1'), other = await officerAt(browser, address, access, 'desk2');
      await take(one.page, id);
      await act(one.page, '受理').waitFor();
      await other.page.goto(`/app/work?case=${id}&of=declaration`);
      await other.page.locator('.case .notice.wait').filter({ hasText: '正在办理此件' }).waitFor();
      assert.equal(await act(other.page, '受理').isDisabled(), true);
      await one.page.goto('/app/work');  // leaving gives it back
      await other.context.route('**/claim', (route) => route.abort());  // a page that could not say it works on it
      await other.page.reload();
      await act(other.page, '不予受理').click();
      await other.page.locator('.act-form select').selectOption('99');
      await other.page.locator('.act-form textarea').fill('这段话不能丢');
      await take(one.page, id);
      await does(one.page, '受理');
      await other.page.locator('.act-form button.primary').click({ force: true });
      // Refused with who was first, or the page had heard of it before the click: either way he sees who, and his words are there.
      await other.page.locator('.case').getByText(/desk1|受理一号/).first().waitFor();
      assert.equal(await other.page.locator('.act-form textarea').inputValue(), '这段话不能丢');
      assert.equal(await stage(one.page).textContent(), '已受理');
      assert.deepEqual([...unit.troubles, ...one.troubles, ...other.troubles], []);
    },
  },
  {
    name: 'many chosen at once: what fits is accepted, the rest is explained',
    run: async ({ browser, address, access }) => {
      const unit = await person(browser, address);
      await signIn(unit.page, access, 'shili1', { at: '/app/cases' });
      const ids = [];
      for (let i = 0; i < 3; ++i) ids.push(await lodge(unit.page, exportDeclaration(reference('MANY'))));
      const desk = await officerAt(browser, address, access, 'desk1');
      for (const id of ids) await desk.page.locator(`.work-row:has(a[href*="case=${id}"]) input`).check();
      await desk.page.getByRole('button', { name: '受理 (3)' }).click();
      await desk.page.getByText('3 件已办').waitFor();
      assert.deepEqual(await accessibility(desk.page), []);
      assert.deepEqual([...unit.troubles, ...desk.troubles], []);
    },
  },
  {
    name: 'an application returned with its points, corrected, approved and issued as a paper',
    run: async ({ browser, address, access, platform }) => {
      const application = JSON.parse(platform.print('sample', 'E', '--serial', '77'));
      const apply = { path: '/v1/applications', kind: 'application_received' };
      const unit = await person(browser, address);
      await signIn(unit.page, access, 'shili1', { at: '/app/cases?kind=origin' });
      const id = await lodge(unit.page, application, apply);
      const desk = await officerAt(browser, address, access, 'cert1', {}, true);
      await take(desk.page, id);
      await does(desk.page, '退单修改', async (form) => {
        await form.locator('select').selectOption('/consignee');
        await form.locator('input').fill('请写明收货人地址');
      });
      assert.equal(await stage(desk.page).textContent(), '退回修改');
      await unit.page.goto(`/app/applications/${id}`);
      await unit.page.getByText('请写明收货人地址').first().waitFor();
      await unit.page.getByRole('link', { name: '修改后再报' }).waitFor();
      await lodge(unit.page, { ...application, consignee: `${application.consignee}\nJALAN CONTOH 9` }, { ...apply, version: 2 });
      await desk.page.goto('/app/work');
      await take(desk.page, id);
      await desk.page.getByRole('heading', { name: '版本差异' }).waitFor();
      await desk.page.locator('ins').filter({ hasText: 'JALAN CONTOH 9' }).first().waitFor();
      await does(desk.page, '审签同意', confirmed);
      await unit.page.goto(`/app/applications/${id}`);
      for (let i = 0; i < 20 && await stage(unit.page).textContent() !== '已签发'; ++i) { await unit.page.waitForTimeout(500); await unit.page.reload(); await stage(unit.page).waitFor(); }
      assert.equal(await stage(unit.page).textContent(), '已签发');
      await unit.page.getByRole('button', { name: '查看' }).click();
      await unit.page.locator('dialog.paper iframe').waitFor();
      await unit.page.getByRole('button', { name: '关闭' }).click();
      const paper = await unit.page.evaluate(async (wanted) => { const response = await fetch(`/v1/applications/${wanted}/paper`); return (await response.text()).slice(0, 5); }, id);
      assert.equal(paper, '%PDF-');
      assert.deepEqual(await accessibility(unit.page), []);
      assert.deepEqual([...unit.troubles, ...desk.troubles], []);
    },
  },
];
