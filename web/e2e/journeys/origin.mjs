// A certificate of origin from labels to a checked paper: typed, returned with its point, corrected in the editor, approved, issued, downloaded, checked by anybody.
import assert from 'node:assert/strict';
import { person, signIn } from '../browser.mjs';
import { caller } from '../caller.mjs';

/** What is typed, by the labels of the form; the rest is there already. */
const typed = (sample) => ({
  申报员姓名: sample.applicant_person_name, 申报员身份证号: sample.applicant_person_id, 申报员电话: sample.applicant_person_telephone, 申请地点: sample.application_place,
  出口商: sample.exporter, 收货人: `WRONG NAME\n${sample.destination_country_name}`, 唛头: sample.marks, '目的国/地区代码': sample.destination_country, '目的国/地区(英文)': sample.destination_country_name, '目的国/地区(中文)': sample.destination_country_name_zh,
  运输方式: sample.transport_means, 运输工具: sample.conveyance, 出运日期: sample.shipped_on, 启运港: sample.loading_port, 卸货港: sample.discharge_port, 目的港: sample.destination_port, 运输细节: sample.transport_details,
  发票号: sample.invoice_number, 发票日期: sample.invoiced_on, 合同号: sample.contract_number, 贸易方式: sample.trade_mode, 币种: sample.currency, 价格条款: sample.price_terms, FOB总值: sample.fob_value, 总金额: sample.total_amount,
});
const line = (goods) => ({
  'H.S.编码': goods.commodity_code, '货物名称(中)': goods.goods_name_zh, '货物名称(英)': goods.goods_name_en, 包装数量: goods.package_quantity, 包装单位: goods.package_unit, 货物数量: goods.quantity, '数量单位(英)': goods.unit_en,
  '数量单位(中)': goods.unit_zh, 毛重: goods.gross_weight, 净重: goods.net_weight, 重量单位: goods.weight_unit, 发票金额: goods.invoice_value, FOB值: goods.fob_value,
});
const detail = (goods) => ({
  货物描述: goods.description, 发票单价: goods.invoice_price, 生产企业代码: goods.producer_code, 生产企业名称: goods.producer_name_zh, 生产企业联系人: goods.producer_contact, 生产企业联系电话: goods.producer_contact_telephone,
  生产商保密: goods.producer_confidential, 包装类型: goods.package_regularity, 非货物项标志: goods.is_remark,
});

async function type(page, values, ending = '') {
  for (const [label, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const name = { name: new RegExp(`^${label.replace(/[.()]/g, '\\$&')}\\*?${ending}$`) };   // a star marks what must be filled
    const field = ending ? page.getByRole('combobox', name).or(page.getByRole('textbox', name)).first() : page.getByLabel(label, { exact: true }).first();
    if (await field.inputValue() === value) continue;
    await field.fill(value);
    await field.press('Tab');
  }
}
async function lodge(page) {
  await page.keyboard.press('Control+Enter');
  await page.locator('dialog[open], .summary').first().waitFor();
  assert.equal(await page.locator('.summary').allTextContents().then((all) => all.join()), '', 'errors of the form');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/app\/applications\/\d+$/);
}

export const journeys = [
  {
    name: 'a certificate of origin typed, returned, corrected in the editor, issued, downloaded, and checked from its PDF',
    run: async ({ browser, address, access, platform }) => {
      const sample = JSON.parse(platform.print('sample', 'C', '--serial', '0'));
      const unit = await person(browser, address);
      const { page } = unit;
      await signIn(page, access, 'shili1', { at: '/app/applications/new' });
      await page.locator('#group-goods').waitFor();
      await type(page, { 证书类型: 'C' });
      await type(page, typed(sample));
      await type(page, line(sample.goods[0]), ' 第 1 行');
      await type(page, detail(sample.goods[0]));
      await type(page, { 申请人承诺: '1' });
      await page.locator('#group-attached_documents input[type=file]').setInputFiles([{ name: '发票 invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 example') }]);
      await page.locator('#group-attached_documents .tag.good').waitFor();
      await lodge(page);
      const id = page.url().split('/').at(-1);
      const cert = await caller({ address, access }, 'cert1', { second: true });
      await cert.act(id, 'return_for_repair', { points: '/consignee 请写明收货人名称与地址' }, '/v1/applications');
      await page.getByRole('link', { name: '修改后再报' }).click();
      await page.locator('#group-goods').waitFor();
      await type(page, { 收货人: sample.consignee });
      await lodge(page);
      assert.equal(page.url().split('/').at(-1), id, 'a correction is the same case');
      if ((await cert.call('GET', `/v1/applications/${id}`)).stage === 'in_review') await cert.act(id, 'approve', {}, '/v1/applications');
      await page.locator('.case h1 .tag').filter({ hasText: '已签发' }).waitFor({ timeout: 30_000 });
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'PDF' }).click();
      const paper = await (await download).path();

      const anybody = await person(browser, address);
      for (let i = 0; ; ++i) {
        await anybody.page.goto('/verify');
        await anybody.page.locator('#file').setInputFiles({ name: 'paper.pdf', mimeType: 'application/pdf', buffer: await (await import('node:fs/promises')).readFile(paper) });
        await anybody.page.locator('#answer .verdict').waitFor();
        if (await anybody.page.locator('#answer .verdict.genuine').count() || i === 20) break;
        await anybody.page.waitForTimeout(1000);   // the head of the log is signed a little later
      }
      const answer = await anybody.page.locator('#answer').textContent();
      assert.ok(await anybody.page.locator('#answer .verdict.genuine').count(), answer.slice(0, 500));
      assert.ok(answer.includes(sample.consignee.split('\n')[0]));
      assert.deepEqual([...unit.troubles, ...anybody.troubles], []);
      await unit.leave(), await anybody.leave();
    },
  },
];
