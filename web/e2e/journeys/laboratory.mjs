// A sample goes to the laboratory: no result meanwhile, the laboratory sees exactly that case, its report brings the result back; the enterprise is told.
import assert from 'node:assert/strict';
import { accessibility, person, signIn } from '../browser.mjs';
import { caller, declarationAt } from '../caller.mjs';

const act = (page, name) => page.locator('.acts > .row').getByRole('button', { name: new RegExp(`^\\d?\\s*${name}$`) });

async function does(page, name, fields = {}) {
  await act(page, name).click();
  for (const [label, text] of Object.entries(fields)) await page.locator('.act-form').getByLabel(label).fill(text);
  await page.locator('.act-form button.primary').click();
  await page.locator('.acts [role=status]').filter({ hasText: `已办:${name}` }).waitFor();
}

export const journeys = [
  {
    name: 'laboratory: a sample, no result meanwhile, its report, the result',
    run: async ({ browser, address, access }) => {
      const people = [];
      const at = async (name, path) => { const one = await person(browser, address); people.push(one); await signIn(one.page, access, name, { at: path }); return one.page; };
      const [unit, desk1, insp1, lab1] = await Promise.all(['shili1', 'desk1', 'insp1', 'lab1'].map((name) => caller({ address, access }, name)));
      for (const row of (await lab1.call('GET', '/v1/work')).rows) await lab1.act(row.case, 'record_test_conforms', { report_number: 'LEFT' });  // of a first try
      const stamp = `${process.pid}-${Date.now()}`;
      const id = await declarationAt({ unit, desk1, insp1 }, 'inspecting', `LAB-${stamp}`);
      const beside = await declarationAt({ unit, desk1, insp1 }, 'inspecting', `NOLAB-${stamp}`);

      const lab = await at('lab1', '/app/work');
      await lab.getByText('现在没有送检的样品').waitFor();
      assert.deepEqual(await accessibility(lab), []);

      const insp = await at('insp1', `/app/work?case=${id}&of=declaration`);
      await does(insp, '抽样送检', { 检测项目: '闪点;包装密封' });
      await insp.locator('.case-head .tag').filter({ hasText: '检测 样品在检' }).waitFor();
      await insp.locator('.case-head').getByText('实验室').first().waitFor();
      assert.equal(await act(insp, '检验合格').count(), 0);
      await insp.locator('.acts summary').click();
      await insp.locator('.acts details dd').filter({ hasText: 'LAB007' }).first().waitFor();
      const refused = await insp1.ask('POST', `/v1/declarations/${id}/acts/pass`, { parameters: {} }, { 'Idempotency-Key': `pass-${stamp}` });
      assert.equal(refused.status, 422);
      assert.deepEqual(refused.answer.findings.map((finding) => finding.rule), ['LAB007']);

      await lab.locator(`.work-list a[href*="case=${id}"]`).click();  // live, without a reload
      assert.equal(await lab.locator('.work-list a[href*="case="]').count(), 1, `not ${beside}, whose goods are only inspected`);
      await lab.locator('.case-head').getByText('闪点;包装密封').waitFor();
      await does(lab, '登记检测符合', { 检测报告编号: `T-${stamp}` });
      await lab.locator('.case-head .tag').filter({ hasText: '检测 符合' }).waitFor();
      assert.deepEqual(await accessibility(lab), []);

      await does(insp, '检验合格');
      assert.equal(await insp.locator('.case h1 .tag').textContent(), '检验合格');

      const enterprise = await at('shili1', `/app/declarations/${id}`);
      await enterprise.locator('.timeline').getByText('已抽样送实验室检测。').waitFor();
      await enterprise.locator('.timeline').getByText('检测报告已出:符合要求。').waitFor();
      await enterprise.locator('.timeline').getByText(`T-${stamp}`).waitFor();
      assert.deepEqual(people.flatMap((one) => one.troubles), []);
    },
  },
];
