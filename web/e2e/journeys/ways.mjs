// Ways through the pages that others do not go: an import from typing to release, admissions decided, a unit's own orders, a return corrected in the
// editor, the search by its address, and Chinese typed by an input method.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessibility, person, signIn } from '../browser.mjs';
import { caller } from '../caller.mjs';
import { exportDeclaration } from '../documents.mjs';
import { root } from '../platform.mjs';
import { act, confirmed, does, officerAt, openCase, reference, stage } from './desks.mjs';
import { walk } from './editor.mjs';

const day = (after) => new Date(Date.now() + (8 * 3600 + after * 86400) * 1000).toISOString().slice(0, 10).replaceAll('-', '');
const fromPage = (page, path) => page.evaluate(async (at) => (await fetch(at)).json(), path);

/** The example import, by the labels of the form: acid, so that it is inspected every time. */
const importValues = {
  报检类别: '13', 组织机构代码: '100000016', 报检员姓名: '李四', 报检员证号: '3200700001', 电话: '025-55500002',
  '发货人(外)': 'BEISPIEL CHEMIE GMBH', 收货人代码: '3100600002', '收货人(中)': '上海示例医疗器械有限公司', '收货人(外)': '***',
  报检地: '310100', 领证地: '310100', '施检地/口岸机构': '310100', '口岸机构/目的机构': '310400', 报关海关: '2248',
  运输方式: '1', 运输工具名称: 'EXAMPLE BRIDGE', 运输工具号码: '088W', '贸易国别/输往国家': '276', 启运国家: '276', 启运口岸: '276001', 入境口岸: '310101', 目的地: '310115',
  '发货日期/启运日期': day(-35), 到货日期: day(-3), '提/运单号': 'COSU6000000009', 提货单号: 'DO-6000000009', 货物存放地点: '上海洋山港区1号仓库',
  贸易方式: '11', 合同号: 'BC-7781', 发票号: 'INV-I-1', 随附单据: '合同,发票,装箱单,提/运单,报检委托书',
  'H.S.编码 第 1 行': '2807000010', 'CIQ编码 第 1 行': '2807000010999', '货物名称(中) 第 1 行': '硫酸', '数量 第 1 行': '480.5', '数量单位 第 1 行': '035', '重量 第 1 行': '480.5', '重量单位 第 1 行': '035',
  'HS标准量 第 1 行': '480.5', 'HS标准量单位 第 1 行': '035', '货物总值 第 1 行': '18600', '币种 第 1 行': '840', '用途 第 1 行': '99',
  '货物名称(外)': 'SULPHURIC ACID', 原产国: '276', 货物属性: '19', 单价: '15.5',
  '包装种类 第 1 行': '22', '包装件数 第 1 行': '60',
};
/** What only dangerous goods state. */
const dangerous = { un_number: '1830', dangerous_goods_name: 'SULPHURIC ACID', packing_group: '2', dangerous_packaging_mark: '3H1/Y1.4/150' };

export const journeys = [
  {
    name: 'an import from typing to release: inspected before its papers are in, cleared by the machine when they are, before the fee',
    run: async ({ browser, address, access }) => {
      const people = [];
      const at = async (name) => { const desk = await officerAt(browser, address, access, name); people.push(desk); return desk.page; };
      const unit = await person(browser, address);
      people.push(unit);
      await signIn(unit.page, access, 'daili1', { at: '/app/declarations/new?direction=I' });
      await unit.page.locator('#group-goods').waitFor();
      await unit.page.getByLabel('出入境类别', { exact: true }).focus();
      await walk(unit.page, importValues);
      const more = unit.page.locator('#group-goods button.more').last();  // the first is of its packages
      if (await more.getAttribute('aria-expanded') === 'false') await more.click();
      for (const [name, value] of Object.entries(dangerous)) await unit.page.locator(`#group-goods [name=${name}]`).first().fill(value);
      await unit.page.locator('[data-saved=saved]').waitFor();
      await unit.page.keyboard.press('Control+Enter');
      await unit.page.locator('dialog[open]').waitFor();
      await unit.page.keyboard.press('Enter');
      await unit.page.waitForURL(/\/app\/declarations\/\d+$/);
      const id = unit.page.url().split('/').at(-1);
      const lodged = await fromPage(unit.page, `/v1/declarations/${id}`);
      assert.equal(lodged.stage, 'in_review', JSON.stringify((await fromPage(unit.page, `/v1/declarations/${id}/timeline`)).lines[0].receipts));
      assert.equal(lodged.direction, 'I');

      const desk1 = await at('desk1');
      await openCase(desk1, id);
      await does(desk1, '受理');
      await does(desk1, '施检分单', (form) => form.locator('select').selectOption('insp1'));
      const inspector = await at('insp1');
      await openCase(inspector, id);
      assert.equal(await act(inspector, '单证核对相符').count(), 0, "an import's papers are the desk's");
      await does(inspector, '开始施检');
      await does(inspector, '检验合格', (form) => form.locator('textarea').fill('桶装完好'));
      await unit.page.getByText('通关单').first().waitFor();
      assert.equal((await fromPage(unit.page, `/v1/declarations/${id}`)).clearance_number ?? '', '', 'no papers, no clearance form');

      await desk1.goto('/app/work');
      await openCase(desk1, id);
      assert.equal(await act(desk1, '放行').count(), 0, 'not before the papers and the fee');
      await does(desk1, '单证核对相符');
      await desk1.locator('.case-head .tag').filter({ hasText: '通关单' }).filter({ hasText: '已' }).waitFor();
      const cleared = await fromPage(unit.page, `/v1/declarations/${id}`);
      assert.notEqual(cleared.clearance_number ?? '', '', 'issued by the machine');
      assert.equal(cleared.fee, 'none', 'it does not wait for the fee');
      await unit.page.locator('.papers').getByRole('link', { name: 'PDF' }).first().waitFor();
      await desk1.goto('/app/work');  // leaving gives it back

      const fee1 = await at('fee1');
      await openCase(fee1, id);
      await does(fee1, '计费');
      const fee2 = await at('fee2');
      await openCase(fee2, id);
      await does(fee2, '收费', (form) => form.locator('input').last().fill('PAY-I'));
      await openCase(desk1, id);
      await does(desk1, '放行', confirmed);
      await stage(unit.page).filter({ hasText: '已放行' }).waitFor();  // live
      assert.deepEqual(await accessibility(unit.page), []);
      assert.deepEqual(people.flatMap((one) => one.troubles), []);
    },
  },
  {
    name: 'admissions: an officer grants e-declaration, and refuses e-visa with a reason',
    run: async ({ browser, address, access }) => {
      const unit = await caller({ address, access }, 'shili1');
      const attach = async (bytes) => {
        const hash = createHash('sha256').update(bytes).digest('hex');
        await unit.call('PUT', `/v1/attachments/${hash}`, bytes, { 'Content-Type': 'application/octet-stream' });
        return hash;
      };
      const picture = (name) => readFileSync(join(root, 'data/example-parties/pictures', name));
      const paper = await attach(Buffer.from(`%PDF-1.7 registration, application and account form in one ${process.pid} ${Date.now()}`));
      const seal = await attach(picture('seal_3100600001.png')), specimen = await attach(picture('signatory_3100600001_1.png'));
      const standing = async (path, body) => { const { status, answer } = await unit.ask('POST', path, body); assert.ok(status === 200 || status === 409, JSON.stringify(answer)); return answer.id; };
      const admission = await standing('/v1/admissions', { registration_certificate: paper, application_form: paper, account_form: paper, software: 'datong-client', declarants: ['3100700001'] });
      const visa = await standing('/v1/visa-admissions', {
        registration_form: paper, application_form: paper, guarantee_letter: paper, legal_representative: '李总', hardware: 'colour printer', name_en: 'Shanghai Example', seal, seal_width_mm: 42,
        signatories: [{ id: '1', name_zh: '赵一', name_en: 'ZHAO Yi', identity_number: 'EXAMPLE-ID-0001', training_certificate: 'QZ-1', specimen, specimen_width_mm: 34 }],
      });
      assert.ok(admission && visa, 'asked once in this platform');
      const decides = async (id, kind) => {
        for (const name of ['desk1', 'cert1', 'sup1']) {
          const one = await officerAt(browser, address, access, name);
          await one.page.goto(`/app/work?kind=${kind}`);
          await one.page.locator('.work-list h1').waitFor();
          const line = one.page.locator(`.work-list a[href*="case=${id}"]`);
          if (await line.waitFor({ timeout: 2500 }).then(() => true, () => false)) return { ...one, line };
          assert.deepEqual(one.troubles, []);
          await one.leave();
        }
        throw new Error(`nobody decides the ${kind}`);
      };
      const desk = await decides(admission, 'admission');
      await desk.line.click();
      await desk.page.getByText('datong-client').waitFor();
      await desk.page.getByText('3100700001').waitFor();
      assert.equal(await desk.page.getByRole('button', { name: '不予登记' }).isDisabled(), true, 'not without a reason');
      assert.deepEqual(await accessibility(desk.page), []);
      await desk.page.getByRole('button', { name: '准予登记' }).click();
      await desk.page.locator('.work-case h1 .tag').filter({ hasText: '已登记' }).waitFor();
      await desk.line.waitFor({ state: 'detached' });
      assert.equal((await unit.call('GET', `/v1/admissions/${admission}`)).stage, 'granted');

      const visaDesk = await decides(visa, 'visa_admission');
      await visaDesk.line.click();
      await visaDesk.page.getByText('ZHAO Yi').waitFor();
      const [download] = await Promise.all([visaDesk.page.waitForEvent('download'), visaDesk.page.getByRole('link', { name: '查看材料' }).first().click()]);
      assert.match(readFileSync(await download.path(), 'utf8'), /^%PDF-1\.7 registration/);
      await visaDesk.page.getByLabel('理由').fill('保证书未签字');
      await visaDesk.page.getByRole('button', { name: '不予登记' }).click();
      await visaDesk.page.locator('.work-case h1 .tag').filter({ hasText: '未同意' }).waitFor();
      const told = (await unit.call('GET', '/v1/receipts?after=0&limit=200')).receipts.map((one) => JSON.stringify(one));
      assert.ok(told.some((one) => one.includes('保证书未签字')), 'the unit is told why');
      assert.deepEqual([...desk.troubles, ...visaDesk.troubles], []);
      await desk.leave(), await visaDesk.leave();
    },
  },
  {
    name: "a unit's own orders: a person added, his password renewed and changed by himself, an enrolment code, a mandate given and ended",
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await person(browser, address);
      await signIn(page, access, 'shili1', { at: '/app/unit' });
      const signInName = `sun.${process.pid}.${Date.now() % 100000}`;
      await page.getByLabel('登录名').fill(signInName);
      await page.getByLabel('姓名', { exact: true }).fill('孙七');
      await page.getByRole('button', { name: '新增人员' }).click();
      const once = page.locator('.notice.good').filter({ hasText: signInName });
      await once.waitFor();
      const first = (await once.textContent()).split(/[::]/).at(-1).trim();
      const line = page.locator('tr').filter({ hasText: signInName });
      await line.getByRole('button', { name: '换新密码' }).click();
      await line.getByRole('button', { name: /确定换密码/ }).click();
      await page.waitForFunction(([name, before]) => { const text = [...document.querySelectorAll('.notice.good')].map((one) => one.textContent).find((one) => one.includes(name)); return text && !text.includes(before); }, [signInName, first]);
      const second = (await once.textContent()).split(/[::]/).at(-1).trim();
      assert.match(second, /^[A-Za-z2-9]{20}$/);

      await page.getByRole('button', { name: '取登记码' }).click();
      await page.getByText('登记码(只显示这一次').waitFor();
      await page.getByLabel('代理单位登记号').fill('3200910001');
      await page.getByRole('button', { name: '委托', exact: true }).click();
      const mandate = page.locator('tr').filter({ hasText: '江苏示例报检代理有限公司' });
      await mandate.getByText('有效').waitFor();
      await mandate.getByRole('button', { name: '吊销' }).click();
      await mandate.getByRole('button', { name: '再按一次确认' }).click();
      await mandate.getByText('已撤回').waitFor();
      await page.getByText('撤回委托').first().waitFor();  // among the changes
      assert.deepEqual(await accessibility(page), []);

      const own = await person(browser, address);
      const members = { officers: [{ sign_in: signInName, password: second }] };
      await signIn(own.page, members, signInName, { at: '/app/sessions' });
      await own.page.getByLabel('现在的密码').fill(second);
      await own.page.getByLabel('新密码(12 至 64 个字符)').fill('correct horse battery');
      await own.page.getByLabel('再输一次新密码').fill('correct horse batery');
      await own.page.getByRole('button', { name: '修改', exact: true }).click();
      await own.page.getByRole('alert').getByText('不一样').waitFor();
      await own.page.getByLabel('再输一次新密码').fill('correct horse battery');
      await own.page.getByRole('button', { name: '修改', exact: true }).click();
      await own.page.getByText('密码已修改').waitFor();
      assert.deepEqual(await accessibility(own.page), []);
      await own.page.getByRole('button', { name: '退出' }).click();
      members.officers[0].password = 'correct horse battery';
      await signIn(own.page, members, signInName, { at: '/app/cases' });
      await own.page.getByRole('heading', { level: 1, name: '单证' }).waitFor();
      assert.deepEqual([...troubles, ...own.troubles], []);
      await leave(), await own.leave();
    },
  },
  {
    name: 'a returned declaration is corrected in the editor and lodged again under its reference; it is found by the address of a search',
    run: async ({ browser, address, access }) => {
      const api = await caller({ address, access }, 'shili1'), officer = await caller({ address, access }, 'desk1');
      const name = reference('CORRECT');
      const id = await api.lodge(exportDeclaration(name));
      await officer.act(id, 'return_for_repair', { reason_code: '01', reason: '合同号不全' });
      const { page, troubles, leave } = await person(browser, address);
      await signIn(page, access, 'shili1', { at: `/app/declarations/${id}` });
      await page.getByRole('link', { name: '修改后再报' }).click();
      await page.locator('#group-goods').waitFor();
      assert.equal(await page.locator('[name=declarant_reference]').inputValue(), name);
      const contract = page.getByLabel('合同号', { exact: true });
      assert.equal(await contract.inputValue(), 'SE-2024-0001');
      await contract.fill('SE-2024-0001/2');
      await page.locator('.field.changed').getByText('合同号').waitFor();
      await page.locator('[data-saved=saved]').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.locator('dialog[open]').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(`/app/declarations/${id}$`));
      await stage(page).filter({ hasText: '审单中' }).waitFor();
      const view = await api.call('GET', `/v1/declarations/${id}`);
      assert.equal(view.version, 2);
      assert.equal(view.stage, 'in_review');
      assert.equal((await api.call('GET', `/v1/declarations/${id}/versions/2`)).contract_number, 'SE-2024-0001/2');
      assert.equal((await api.call('GET', '/v1/drafts')).drafts.some((draft) => draft.title?.includes(name)), false, 'no draft is left');

      await page.waitForTimeout(2500);  // the index fills within two seconds
      await page.goto(`/app/search?q=${encodeURIComponent(name)}`);
      await page.locator('.found a').first().waitFor();
      assert.equal(await page.locator('.found li').count(), 1);
      await page.getByRole('search').getByRole('searchbox').fill('no such number 0000');
      await page.keyboard.press('Enter');
      await page.waitForURL(/q=no%20such%20number%200000/);
      await page.locator('.found li').first().waitFor({ state: 'detached' });
      await page.goBack();
      await page.locator('.found a').first().click();
      await page.waitForURL(new RegExp(`/app/declarations/${id}$`));
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
  {
    name: 'Chinese by an input method: Enter that ends a composition does not move on, choose or lodge',
    run: async ({ browser, address, access }) => {
      const { page, context, troubles, leave } = await person(browser, address);
      await signIn(page, access, 'shili1', { at: '/app/declarations/new' });
      await page.locator('#group-goods').waitFor();
      const typing = await context.newCDPSession(page);
      await page.evaluate(() => { globalThis.enters = []; window.addEventListener('keydown', (event) => { if (event.key === 'Enter') globalThis.enters.push(event.isComposing); }, true); });
      const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.getAttribute('aria-label') || document.activeElement.tagName);
      /** Types `letters` with an input method, presses Enter while they are not chosen yet, then chooses `words`. */
      const compose = async (letters, words) => {
        await typing.send('Input.imeSetComposition', { text: letters, selectionStart: letters.length, selectionEnd: letters.length });
        const before = await focused();
        await page.keyboard.press('Enter');
        assert.equal(await focused(), before, `Enter in a composition left ${before}`);
        await typing.send('Input.insertText', { text: words });
        assert.equal(await focused(), before);
      };
      const place = page.locator('[name=goods_place]').first();
      await place.fill('');  // the usual place may stand there
      await compose('cangku', '一号仓库');
      assert.equal(await place.inputValue(), '一号仓库');
      await page.keyboard.press('Enter');
      assert.notEqual(await focused(), 'goods_place', 'Enter after it goes on');

      const cell = page.locator('#group-goods [data-grid][data-line="0"][data-column="2"]').first();
      await cell.focus();
      await compose('liusuan', '硫酸');
      assert.equal(await cell.inputValue(), '硫酸');

      const country = page.locator('[name=trading_country]').first();  // a code control: its list is open while typing
      await country.fill('');
      await country.focus();
      await compose('meiguo', '美国');
      await page.keyboard.press('Enter');
      await page.locator('[data-saved=saved]').waitFor();
      const enters = await page.evaluate(() => globalThis.enters);
      assert.deepEqual(enters.slice(0, 2), [true, false], 'the browser says when it composes');
      const { drafts } = await fromPage(page, '/v1/drafts?form=declaration');
      const { document } = await fromPage(page, `/v1/drafts/${drafts[0].id}`);
      assert.equal(document.trading_country, '840', 'chosen by the Enter after the composition');
      assert.equal(document.goods[0].goods_name_zh, '硫酸');
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
];
