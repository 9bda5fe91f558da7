// From lodging to release, desk to desk, each officer in a browser of his own, the inspector with a phone; and what happens when two want the same.
import assert from 'node:assert/strict';
import { accessibility, kPhone, overflowsSideways, person, signIn } from '../browser.mjs';
import { exportDeclaration, inspectedDeclaration } from '../documents.mjs';

let serial = 0;
const reference = (name) => `${name}-${process.pid}-${Date.now()}-${++serial}`;

/** Lodges from the enterprise's own page, by its session. Gives the case's id. */
async function lodge(page, document) {
  const answer = await page.evaluate(async (body) => {
    const who = await (await fetch('/v1/sessions/current')).json();
    const response = await fetch('/v1/declarations', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Datong-Csrf': who.csrf }, body });
    return { status: response.status, ...(await response.json()) };
  }, JSON.stringify(document));
  assert.equal(answer.status, 200, JSON.stringify(answer));
  assert.equal(answer.kind, 'transport_ack', JSON.stringify(answer.findings));
  return answer.case;
}

const act = (page, name) => page.locator('.acts > .row').getByRole('button', { name: new RegExp(`^\\d?\\s*${name}$`) });
const stage = (page) => page.locator('.case h1 .tag');

/** Opens the case from the officer's list. */
async function take(page, id) {
  await page.locator(`.work-list a[href*="case=${id}"]`).click();
  await stage(page).waitFor();
}

/** Does an act that asks for nothing, or fills its form first; waits until it is said to be done. */
async function does(page, name, fill) {
  await act(page, name).click();
  if (fill) {
    await page.locator('.act-form').waitFor();
    await fill(page.locator('.act-form'));
    await page.locator('.act-form button.primary').click();
  }
  await page.locator('.acts [role=status]').filter({ hasText: `已办:${name}` }).waitFor();
}
const confirmed = async () => undefined;

async function officerAt(browser, address, access, name, more = {}, second = false) {
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
      const desk2 = await at('desk2');
      await take(desk2, id);
      await does(desk2, '放行', confirmed);
      assert.equal(await stage(desk2).textContent(), '已放行');

      await unit.page.goto(`/app/declarations/${id}`);
      await stage(unit.page).filter({ hasText: '已放行' }).waitFor();
      assert.ok(await unit.page.locator('.timeline > li').count() >= 10);
      assert.equal(await unit.page.locator('.papers').getByRole('link', { name: 'PDF' }).count(), 2);
      assert.deepEqual(await accessibility(unit.page), []);
      assert.deepEqual(people.flatMap((one) => one.troubles), []);
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
      await other.page.reload();
      await act(other.page, '不予受理').click();
      await other.page.locator('.act-form textarea').fill('这段话不能丢');
      // The first accepts behind the other's back, as another program would.
      await one.page.evaluate(async (wanted) => {
        const who = await (await fetch('/v1/sessions/current')).json();
        for (const [path, method] of [[`/v1/declarations/${wanted}/claim`, 'DELETE'], [`/v1/declarations/${wanted}/acts/accept`, 'POST']]) {
          await fetch(path, { method, headers: { 'Datong-Csrf': who.csrf, 'Idempotency-Key': `k-${wanted}`, 'Content-Type': 'application/json' }, body: '{}' });
        }
      }, id);
      assert.equal(await other.page.locator('.act-form textarea').inputValue(), '这段话不能丢');
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
];
