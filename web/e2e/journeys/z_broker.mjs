// A broker with twenty shipments of one kind: each is a copy of the last with three numbers changed, by keyboard.
import assert from 'node:assert/strict';
import { person, signIn } from '../browser.mjs';
import { caller } from '../caller.mjs';
import { exportDeclaration } from '../documents.mjs';

const kCases = 20;

export const journeys = [
  {
    name: 'a broker copies and lodges 20 cases by keyboard',
    run: async ({ browser, address, access }) => {
      const agent = await caller({ address, access }, 'daili1');
      const first = await agent.lodge({
        ...exportDeclaration(`BROKER-${process.pid}`), declarant_registration: '3200910001', declarant_name: '江苏示例报检代理有限公司', organisation_code: '100000016', declarant_person_certificate: '3200700001', declarant_person_name: '李四', contact_name: '李四',
        consignor_code: '3100600002', consignor_name_zh: '上海示例医疗器械有限公司', consignor_name_foreign: 'SHANGHAI EXAMPLE MEDICAL DEVICES CO., LTD.', customs_registration: '3122260002',
      });
      assert.notEqual((await agent.call('GET', `/v1/declarations/${first}`)).stage, 'returned', JSON.stringify((await agent.call('GET', `/v1/declarations/${first}/timeline`)).lines[0].receipts[0].findings));
      const { page, troubles, leave } = await person(browser, address);
      await signIn(page, access, 'daili1', { at: `/app/declarations/${first}` });
      const lodged = new Set(), times = [];
      for (let i = 1; i <= kCases; ++i) {
        const begun = performance.now();
        await page.getByRole('link', { name: '复制为新单' }).focus();
        await page.keyboard.press('Enter');
        await page.locator('#group-goods').waitFor();
        for (const [label, value] of [['合同号', `SE-B-${i}`], ['发票号', `INV-B-${i}`], ['提/运单号', `COSU70000000${String(i).padStart(2, '0')}`]]) {
          await page.getByLabel(label, { exact: true }).focus();
          await page.keyboard.press('Control+a');
          await page.keyboard.type(value);
        }
        await page.keyboard.press('Control+Enter');
        await page.locator('dialog[open]').waitFor();
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => /\/app\/declarations\/\d+$/.test(url.pathname) && !lodged.has(url.pathname) && !url.pathname.endsWith(first));
        lodged.add(new URL(page.url()).pathname);
        times.push(performance.now() - begun);
      }
      assert.equal(lodged.size, kCases);
      const last = await agent.call('GET', `/v1/declarations/${page.url().split('/').at(-1)}/versions/1`);
      assert.equal(last.contract_number, `SE-B-${kCases}`);
      assert.equal(last.consignor_code, '3100600002');
      times.sort((a, b) => a - b);
      console.log(`        a case takes ${Math.round(times[kCases / 2])} ms of the machine's time, at most ${Math.round(times.at(-1))} ms`);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
];
