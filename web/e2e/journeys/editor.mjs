// The editor: a whole declaration from labels and keyboard only, what is typed survives, two people, papers, spreadsheet, errors.
import assert from 'node:assert/strict';
import { accessibility, kPhone, overflowsSideways, person, signIn } from '../browser.mjs';

/** The label of the field, or the name of the button, the keyboard is in. */
const here = (page) => page.evaluate(() => {
  const at = document.activeElement;
  const text = (element) => [...element.childNodes].filter((node) => node.nodeType === 3 || node.getAttribute?.('aria-hidden') !== 'true').map((node) => node.textContent).join('').trim();
  const by = at.getAttribute('aria-labelledby');
  const name = by ? by.split(' ').map((id) => text(document.getElementById(id))).join(' ') : at.getAttribute('aria-label') ?? (at.labels?.length ? text(at.labels[0]) : text(at));
  return { name, value: at.value ?? '', button: at.tagName === 'BUTTON' };
});

/** Walks the form by Enter from where the keyboard is, typing what `values` says for each label, until everything is typed. */
export async function walk(page, values, most = 200) {
  const left = new Map(Object.entries(values));
  for (let i = 0; left.size && i < most; ++i) {
    const at = await here(page);
    const value = left.get(at.name);
    if (value !== undefined) {
      left.delete(at.name);
      if (value && at.value !== value) await page.keyboard.type(value);
    }
    const adds = at.button && value !== undefined;
    await page.keyboard.press(at.button && !adds ? 'ArrowDown' : 'Enter');
    if (adds) await page.waitForFunction(() => document.activeElement?.tagName !== 'BUTTON');
  }
  assert.deepEqual([...left.keys()], [], 'labels Enter never came to');
}

const day = (after) => new Date(Date.now() + (8 * 3600 + after * 86400) * 1000).toISOString().slice(0, 10).replaceAll('-', '');

/** The example export, by the labels of the form. Codes are found by code, Chinese or English name. */
export const exportValues = {
  报检类别: '24', 组织机构代码: '91310000MA1A2B3C6X', 报检员姓名: '张三', 报检员证号: '3100700001', 电话: '021-55500001',
  发货人代码: '3100600001', '发货人(中)': '上海示例进出口有限公司', '发货人(外)': 'SHANGHAI EXAMPLE IMPORT AND EXPORT CO., LTD.', '收货人(外)': 'EXAMPLE APPAREL INC.',
  报检地: '310100', 领证地: '310100', '施检地/口岸机构': '310100', '口岸机构/目的机构': '310100', 报关海关: '2248', 海关注册号: '3122260001',
  运输方式: '1', 运输工具名称: 'EXAMPLE STAR', 运输工具号码: '012E', '贸易国别/输往国家': '美国', 启运口岸: '156000', 到达口岸: '840001', '发货日期/启运日期': day(20), '提/运单号': 'COSU6000000001',
  货物存放地点: '上海洋山港区1号仓库', 贸易方式: '11', 合同号: 'SE-2024-0001', 发票号: 'INV-0001', 随附单据: '合同,发票,装箱单',
  'H.S.编码 第 1 行': '6204620000', 'CIQ编码 第 1 行': '6204620000999', '货物名称(中) 第 1 行': '棉制女式长裤', '数量 第 1 行': '1,200', '数量单位 第 1 行': '011', '重量 第 1 行': '480.5', '重量单位 第 1 行': '035',
  'HS标准量 第 1 行': '1200', 'HS标准量单位 第 1 行': '011', '货物总值 第 1 行': '18600', '币种 第 1 行': '840', '用途 第 1 行': '99',
  '货物名称(外)': "WOMEN'S COTTON TROUSERS", '产地/原产地区': '310115', 生产单位注册号: '3100600001', 生产单位名称: '上海示例服装厂', 生产日期: day(-30), 货物属性: '19', 单价: '15.5',
  '包装种类 第 1 行': '22', '包装件数 第 1 行': '60',
};

const fill = (page, label, text) => page.getByLabel(label, { exact: true }).first().fill(text);
const saved = (page) => page.locator('[data-saved=saved]').waitFor();
const open = async (page, path = '/app/declarations/new') => { await page.goto(path); await page.locator('#group-goods').waitFor(); };
const fromPage = (page, path) => page.evaluate(async (at) => (await fetch(at)).json(), path);

async function desk(browser, address, access, more = {}) {
  const one = await person(browser, address, more);
  await signIn(one.page, access, 'shili1', { at: more.at ?? '/app/declarations/new' });
  await one.page.locator('#group-goods').waitFor();
  return one;
}

/** From the first field on, whatever is filled already. */
async function typeWholeExport(page) {
  await page.getByLabel('出入境类别', { exact: true }).focus();
  await walk(page, exportValues);
}

export const journeys = [
  {
    name: 'a whole export declaration from labels and keyboard only',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await desk(browser, address, access);
      assert.equal((await here(page)).name, '报检类别', 'the first field to be filled has the focus');
      await walk(page, exportValues);
      await walk(page, { '集装箱: 加一行': '', '集装箱规格 第 1 行': '211', '集装箱数量 第 1 行': '1', '集装箱号 第 1 行': 'CSQU3054383', '货箱对应 第 1 行': '1' });
      await saved(page);
      await page.keyboard.press('Control+Enter');
      await page.locator('dialog[open]').waitFor();
      assert.deepEqual(await accessibility(page), []);
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/app\/declarations\/\d+$/);
      const id = page.url().split('/').at(-1);
      const shown = await fromPage(page, `/v1/declarations/${id}`);
      assert.equal(shown.stage === 'returned', false, JSON.stringify(shown));
      const document = await fromPage(page, `/v1/declarations/${id}/versions/1`);
      assert.equal(document.goods.length, 1);
      assert.equal(document.goods[0].quantity, '1200');
      assert.equal(document.trading_country, '840');
      assert.deepEqual((await fromPage(page, '/v1/drafts')).drafts, []);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'a tab closed while typing loses at most the last second; the draft is the same on another computer',
    run: async ({ browser, address, access }) => {
      const one = await desk(browser, address, access);
      await fill(one.page, '合同号', 'SURVIVES-1');
      await one.page.waitForTimeout(600);
      const key = one.page.url();
      await one.page.close();
      const page = await one.context.newPage();
      await page.goto(key);
      await page.locator('#group-goods').waitFor();
      assert.equal(await page.getByLabel('合同号', { exact: true }).inputValue(), 'SURVIVES-1');
      await saved(page);
      await page.goto('/app/drafts');
      await page.locator('tbody a').first().waitFor();
      const { drafts } = await fromPage(page, '/v1/drafts');
      const other = await desk(browser, address, access, { at: `/app/drafts/${drafts[0].id}` });
      assert.equal(await other.page.getByLabel('合同号', { exact: true }).inputValue(), 'SURVIVES-1');
      assert.deepEqual([...one.troubles, ...other.troubles], []);
      await one.leave(), await other.leave();
    },
  },
  {
    name: 'a session that ends with a form open: sign in, and everything is there',
    run: async ({ browser, address, access }) => {
      const { page, context, troubles, leave } = await desk(browser, address, access);
      await fill(page, '合同号', 'BEFORE');
      await saved(page);
      await context.clearCookies();
      await fill(page, '合同号', 'AFTER THE END');
      await page.locator('input[autocomplete=username]').waitFor();
      const who = access.officers.find((one) => one.sign_in === 'shili1');
      await page.locator('input[autocomplete=username]').fill(who.sign_in);
      await page.locator('input[autocomplete=current-password]').fill(who.password);
      await page.keyboard.press('Enter');
      await page.locator('#group-goods').waitFor();
      assert.equal(await page.getByLabel('合同号', { exact: true }).inputValue(), 'AFTER THE END');
      await saved(page);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'a second editor sees who, reads, and takes over',
    run: async ({ browser, address, access }) => {
      const one = await desk(browser, address, access);
      await fill(one.page, '合同号', 'FIRST');
      await saved(one.page);
      const { drafts } = await fromPage(one.page, '/v1/drafts');
      await one.page.waitForTimeout(300);
      const other = await desk(browser, address, access, { at: `/app/drafts/${drafts[0].id}` });
      await other.page.getByRole('alert').getByText('张三').waitFor();
      assert.equal(await other.page.getByLabel('合同号', { exact: true }).getAttribute('readonly'), '');
      await other.page.getByRole('button', { name: '接过来编辑' }).click();
      await other.page.getByRole('alert').waitFor({ state: 'detached' });
      await fill(other.page, '合同号', 'SECOND');
      await saved(other.page);
      await fill(one.page, '发票号', 'MINE').catch(() => undefined);
      await one.page.getByRole('alert').getByText('张三').waitFor();
      assert.deepEqual([...one.troubles, ...other.troubles], []);
      await one.leave(), await other.leave();
    },
  },
  {
    name: 'an answer swallowed while lodging makes one case',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await desk(browser, address, access);
      await typeWholeExport(page);
      await page.route('**/v1/declarations', async (route) => { await route.fetch(); await route.abort(); }, { times: 1 });
      const before = (await fromPage(page, '/v1/declarations?limit=200')).declarations.length;
      await page.keyboard.press('Control+Enter');
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/app\/declarations\/\d+$/);
      assert.equal((await fromPage(page, '/v1/declarations?limit=200')).declarations.length, before + 1);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'a block of 200 lines from a spreadsheet, undone and done again',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await desk(browser, address, access, { at: '/app/applications/new' });
      const block = Array.from({ length: 200 }, (_, i) => ['6204620000', `棉制女式长裤${i + 1}`, 'WOMEN\'S COTTON TROUSERS', '1,500', '纸箱', String(i + 1), 'PIECES', '件', '12', '10', 'KGS', '1,234.50', '1234.5', 'WO'].join('\t')).join('\r\n');
      const cell = page.locator('[data-grid][data-line="0"][data-column="0"]').first();
      await cell.focus();
      const took = await cell.evaluate(async (input, text) => {
        const data = new DataTransfer();
        data.setData('text/plain', text);
        const begun = performance.now();
        input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        return performance.now() - begun;
      }, block);
      assert.ok(took < 1000, `paste took ${took} ms`);
      const lines = () => page.locator('#group-goods table').first().getAttribute('aria-rowcount');
      assert.equal(await lines(), '201');
      await saved(page);
      const { drafts } = await fromPage(page, '/v1/drafts?form=origin');
      const { document } = await fromPage(page, `/v1/drafts/${drafts[0].id}`);
      assert.equal(document.goods[199].package_unit, 'CTN', 'a name becomes its code');
      assert.equal(document.goods[199].invoice_value, '1234.50');
      await page.keyboard.press('Control+z');
      assert.equal(await lines(), '2');
      await page.keyboard.press('Control+y');
      assert.equal(await lines(), '201');
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'errors: a summary that takes the focus and leads to fields, also hidden ones; English in the middle of the form',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await desk(browser, address, access);
      await fill(page, '合同号', 'KEEPS');
      await fill(page, '运输方式', 'X9');
      await page.getByRole('button', { name: '检查', exact: true }).click();
      await page.locator('.summary').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement.classList.contains('summary')), true);
      assert.deepEqual(await accessibility(page), []);
      await page.locator('.summary').getByRole('button', { name: '运输方式' }).first().click();
      await page.waitForFunction(() => document.activeElement?.name === 'transport_mode');
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-invalid')), 'true');
      await page.getByRole('button', { name: 'English' }).click();
      assert.equal(await page.getByLabel('Contract number', { exact: true }).inputValue(), 'KEEPS');
      const words = await page.locator('.editor').evaluate((editor) => {
        const copy = editor.cloneNode(true);
        for (const finding of copy.querySelectorAll('.summary, .place-findings, .visually-hidden, textarea')) finding.remove();   // they name what was typed
        return copy.textContent.replace(/上海示例进出口有限公司/g, '');
      });
      assert.deepEqual(words.match(/.*[一-鿿].*/g) ?? [], [], 'Chinese words on the English page');
      assert.deepEqual(await accessibility(page), []);
      await page.setViewportSize(kPhone);
      assert.equal(await overflowsSideways(page), false);
      await page.setViewportSize({ width: 320, height: 640 });
      assert.equal(await overflowsSideways(page), false);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'papers: uploaded, named again, and refused when they are not what they say',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await desk(browser, address, access);
      const files = page.locator('#group-attached_documents input[type=file]');
      await files.setInputFiles([{ name: '合同 contract.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 example') }, { name: '发票.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ not a PDF') },
        { name: 'run.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') }]);
      await page.locator('#group-attached_documents .tag.good').waitFor();
      await page.locator('#group-attached_documents [role=alert]').waitFor();
      assert.equal(await page.locator('#group-attached_documents [role=alert] li').count(), 2);
      await saved(page);
      await open(page);
      await page.locator('#group-attached_documents select').selectOption({ label: '合同 contract.pdf' });
      await page.locator('#group-attached_documents .tag.good').waitFor();
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'a copy marks what was changed; a template starts the next; a party is saved and filled in',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await desk(browser, address, access);
      await typeWholeExport(page);
      await page.getByRole('button', { name: '收货人:存为常用' }).click();
      await page.getByRole('button', { name: '收货人:存为常用' }).getByText('已存为常用').waitFor();
      await page.locator('.actions summary').click();
      await page.getByRole('button', { name: '另存为模板' }).click();
      await page.getByLabel('模板名称').fill('美国女裤');
      await page.keyboard.press('Enter');
      await page.getByText('模板已保存').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/app\/declarations\/\d+$/);
      const id = page.url().split('/').at(-1);
      await open(page, `/app/declarations/new?from=${id}`);
      assert.equal(await page.getByLabel('合同号', { exact: true }).inputValue(), 'SE-2024-0001');
      await fill(page, '合同号', 'SE-2');
      await page.locator('.field.changed').getByText('合同号').waitFor();
      await page.goto('/app/drafts');
      await page.getByRole('link', { name: '美国女裤' }).click();
      await page.locator('#group-goods').waitFor();
      assert.equal(await page.getByLabel('发货人(中)', { exact: true }).inputValue(), '上海示例进出口有限公司');
      await open(page);
      assert.equal(await page.getByLabel('组织机构代码', { exact: true }).inputValue(), '91310000MA1A2B3C6X', 'what is usual is not asked again');
      await page.getByLabel('收货人:选用常用资料').fill('EXAMPLE APPAREL INC.');
      assert.equal(await page.getByLabel('收货人(外)', { exact: true }).inputValue(), 'EXAMPLE APPAREL INC.');
      await page.goto('/app/master-data');
      await page.getByText('EXAMPLE APPAREL INC.').first().waitFor();
      assert.deepEqual(await accessibility(page), []);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
];
