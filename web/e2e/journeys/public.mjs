// What anybody meets before signing in, and the door itself.
import assert from 'node:assert/strict';
import { accessibility, kPhone, officer, overflowsSideways, person, signIn } from '../browser.mjs';

export const journeys = [
  {
    name: 'start page in both languages, at desk and phone width',
    run: async ({ browser, address }) => {
      for (const language of ['zh', 'en']) {
        const { page, troubles, leave } = await person(browser, address, { language, viewport: language === 'en' ? kPhone : undefined });
        await page.goto('/');
        await page.locator('h1').waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.lang), language === 'zh' ? 'zh-CN' : 'en');
        assert.deepEqual(await accessibility(page), []);
        assert.equal(await overflowsSideways(page), false);
        assert.deepEqual(troubles, []);
        await leave();
      }
    },
  },
  {
    name: 'a session is listed, and one ended elsewhere asks to sign in again',
    run: async ({ browser, address, access }) => {
      const one = await person(browser, address), other = await person(browser, address);
      await signIn(one.page, access, 'shili1', { at: '/app/sessions' });
      await signIn(other.page, access, 'shili1', { at: '/app/sessions' });
      await other.page.locator('tbody tr').nth(1).waitFor();
      for (let left = await other.page.locator('tbody button').count(); left > 0; --left) {
        await other.page.locator('tbody button').first().click();
        await other.page.waitForFunction((count) => document.querySelectorAll('tbody button').length < count, left);
      }
      await one.page.reload();
      await one.page.locator('input[autocomplete=username]').waitFor();
      assert.deepEqual([...one.troubles, ...other.troubles], []);
      await one.leave(), await other.leave();
    },
  },
  {
    name: 'a wrong password is told in words, and nothing else happens',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await person(browser, address);
      await page.goto('/app');
      await page.locator('input[autocomplete=username]').fill(officer(access, 'desk1').sign_in);
      await page.locator('input[autocomplete=current-password]').fill('wrong');
      await page.locator('form button.primary').click();
      await page.locator('[role=alert]').waitFor();
      assert.equal((await page.context().cookies()).length, 0);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
];
