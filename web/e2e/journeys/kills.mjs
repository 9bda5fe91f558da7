// A tab that is killed while somebody types: at most the last second is lost, and the next tab goes on at once.
import assert from 'node:assert/strict';
import { person, signIn } from '../browser.mjs';

const kKills = 50;

export const journeys = [
  {
    name: 'a tab killed 50 times while typing: at most the last second lost, and never locked out',
    run: async ({ browser, address, access }) => {
      const { context, page: first, troubles, leave } = await person(browser, address);
      await context.addInitScript(() => {   // a killed tab hears of nothing
        for (const event of ['pagehide', 'visibilitychange', 'beforeunload', 'freeze']) addEventListener(event, (it) => it.stopImmediatePropagation(), true);
      });
      await signIn(first, access, 'shili1', { at: '/app/declarations/new' });
      await first.locator('#group-goods').waitFor();
      const key = first.url();
      let page = first, kept = '', lost = 0, longest = 0;
      for (let kill = 0; kill < kKills; ++kill) {
        const field = page.locator('input[name=contract_number]');
        assert.equal(await field.getAttribute('readonly'), null, `tab ${kill + 1} may only read`);
        const typed = await field.inputValue();
        if (kill > 0) {
          const missing = kept.length - typed.length;
          assert.ok(kept.startsWith(typed) && missing >= 0, `tab ${kill + 1}: ${typed} instead of ${kept}`);
          if (missing > 0) ++lost;
          longest = Math.max(longest, missing);
        }
        await field.focus();
        await page.keyboard.press('End');
        const letter = String.fromCharCode(65 + kill % 26);
        const burst = letter.repeat(1 + kill % 3);
        kept = typed + burst;
        if (kept.length > 90) { await field.fill(letter); kept = letter; } else await page.keyboard.type(burst);
        await page.waitForTimeout((kill * 53) % 1000 + (kill % 5 === 0 ? 300 : 0));   // at many distances from the last save
        await page.close();
        page = await context.newPage();
        await page.goto(key);
        await page.locator('#group-goods').waitFor();
      }
      assert.ok(longest <= 3, `${longest} keys lost`);
      await page.locator('[data-saved=saved], [data-saved=new]').waitFor();
      console.log(`        ${lost} of ${kKills} kills lost something, at most ${longest} keys of the last burst`);
      assert.deepEqual(troubles, []);
      await leave();
    },
  },
];
