// Practising: the guided way of a training platform from its sign-in to a checked certificate, and beginning anew.
import assert from 'node:assert/strict';
import { accessibility, overflowsSideways, person } from '../browser.mjs';
import { startTraining } from '../platform.mjs';

const day = (after) => new Date(Date.now() + (8 * 3600 + after * 86400) * 1000).toISOString().slice(0, 10).replaceAll('-', '');
const declarationValues = {
  'consignee_name_foreign': 'EXAMPLE APPAREL INC.', 'conveyance_name': 'EXAMPLE STAR', 'conveyance_number': '012E', 'shipped_on': day(20), 'contract_number': 'TR-1', 'quantity': '1200', 'weight': '480.5', 'produced_on': day(-30),
};
const originValues = { 'consignee': 'BEISPIEL HANDELS GMBH, HAMBURG, GERMANY', 'invoice_number': 'INV-1', 'invoiced_on': day(-1), 'shipped_on': day(5), 'contract_number': 'TR-1' };

/** Fills the fields of an open draft by their names, lodges it, and waits for the page of the case. */
async function fillAndLodge(page, values, path) {
  await page.waitForURL(/\/app\/drafts\//);
  await page.locator('#group-goods, #group-origin_goods').first().waitFor();
  for (const [name, value] of Object.entries(values)) await page.locator(`[name=${name}]`).first().fill(value);
  await page.locator('[data-saved=saved]').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(path);
  return page.url().split('/').at(-1);
}

const step = (page, number) => page.locator(`.lesson ol > li:nth-child(${number})`);
const isDone = (page, number) => page.locator(`.lesson ol > li.done:nth-child(${number})`).waitFor({ timeout: 60_000 });

export const journeys = [
  {
    name: 'training: a first declaration and certificate by the guided way, then anew; the session of the platform beside it stays',
    run: async ({ browser, bin, address, access }) => {
      const training = await startTraining(bin);
      try {
        const { page, troubles, context, leave } = await person(browser, training.address);
        await page.goto(`${address}/app/sign-in`);
        const real = access.officers.find((one) => one.sign_in === 'shili1');
        await page.locator('input[autocomplete=username]').fill(real.sign_in);
        await page.locator('input[autocomplete=current-password]').fill(real.password);
        await page.locator('form button.primary').click();
        await page.waitForURL(/\/app\/cases/);

        await page.goto('/app/training');
        await page.locator('.lesson button.primary').click();
        await isDone(page, 1);
        assert.deepEqual(await accessibility(page), []);
        assert.equal(await overflowsSideways(page), false);
        await step(page, 2).locator('a.button.primary').click();
        await fillAndLodge(page, declarationValues, /\/app\/declarations\/\d+$/);
        await page.goto('/app/training');
        await isDone(page, 3);
        await isDone(page, 4);  // by the simulated officers, told by the event stream
        await step(page, 5).locator('a.button.primary').click();
        await fillAndLodge(page, originValues, /\/app\/applications\/\d+$/);
        await page.goto('/app/training');
        await isDone(page, 5);
        await step(page, 6).locator('button').click();
        await isDone(page, 6);
        assert.match(await step(page, 6).locator('[role=status]').innerText(), /C\d{2}990000017\d{4}.*培训/);
        assert.deepEqual(await accessibility(page), []);

        await page.locator('.lesson > section button').click();
        await page.locator('.lesson > section button.danger').click();
        await page.locator('.lesson code').first().waitFor({ timeout: 60_000 });
        await page.locator('.lesson button.primary').click();
        await isDone(page, 1);
        await step(page, 2).locator('a.button.primary').waitFor();
        assert.equal(await page.locator('.lesson ol > li.done').count(), 1);
        assert.deepEqual((await context.cookies()).map((cookie) => cookie.name).sort(), ['datong-session', 'datong-training-session']);
        assert.equal(await page.evaluate(async (at) => (await fetch(at)).status, '/v1/sessions/current'), 200);
        await page.goto(`${address}/app/cases`);
        await page.locator('nav a[href="/app/unit"]').waitFor();  // still signed in there
        assert.equal(await page.locator('.training-strip').count(), 0);
        assert.deepEqual(troubles, []);
        await leave();
      } finally {
        await training.stop();
      }
    },
  },
];
