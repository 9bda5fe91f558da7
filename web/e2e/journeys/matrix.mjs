// Every page of the table in app.tsx for every role: who may, gets it, anybody else is told that there is none; and how each page is made.
import assert from 'node:assert/strict';
import { accessibility, overflowsSideways, person, signIn } from '../browser.mjs';
import { caller, declarationAt } from '../caller.mjs';
import { kPeople, listenForData, mayOpen, pages, strangeWords, walkTo } from '../pages.mjs';

const kNone = { zh: '没有这一页', en: 'There is no such page' };

/** A case of each kind all of Shanghai can see, and a draft of the enterprise. */
async function examples({ address, access, platform }) {
  const desks = {};
  for (const [key, name] of Object.entries({ unit: 'shili1', desk1: 'desk1', insp1: 'insp1', fee1: 'fee1', fee2: 'fee2', cert1: 'cert1' })) desks[key] = await caller({ address, access }, name);
  const sample = JSON.parse(platform.print('sample', 'RC', '--serial', '88'));
  return {
    declarations: await declarationAt(desks, 'drafted', `MATRIX-${process.pid}`),
    applications: await desks.unit.lodge(sample, '/v1/applications'),
    drafts: (await desks.unit.call('POST', '/v1/drafts', { form: 'origin', kind: 'draft', title: 'MATRIX', document: sample })).id,
  };
}
const filled = (path, ids) => path.replace(/:(id|key)/, () => ids[path.split('/')[2]]);

/** Both languages, narrow and wide; answers what is wrong with the page as it stands. */
async function faults(page, path, data) {
  const wrong = [];
  const say = (what, found) => { if (found.length) wrong.push(`${path}: ${what}: ${found.slice(0, 4).join(' | ')}`); };
  for (const language of ['zh', 'en']) {
    if (await page.evaluate(() => document.documentElement.lang.slice(0, 2)) !== language) await page.locator('header .right button[lang]').click();
    await page.waitForTimeout(150);
    say(`strange words in ${language}`, await strangeWords(page, language, data));
    if (language === 'en') say('axe', await accessibility(page));
  }
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    if (await overflowsSideways(page)) wrong.push(`${path}: scrolls sideways at ${width}`);
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.locator('header .right button[lang]').click();
  say('axe', await accessibility(page));
  return wrong;
}

let made;
const looked = new Set();

export const journeys = kPeople.map(([role, name]) => ({
  name: `every page for ${role ?? 'nobody'}: rendered or said not to be; accessible, in one language at a time, narrow without sideways scroll`,
  run: async (at) => {
    const { browser, address, access } = at;
    const ids = await (made ??= examples(at));
    const wrong = [];
    const { page, troubles, leave } = await person(browser, address);
    const data = listenForData(page);
    if (name) await signIn(page, access, name, { at: '/app/sessions', second: role === 'administrator' });
    else await page.goto('/');
    for (const one of pages) {
      const path = filled(one.path, ids);
      await walkTo(page, path);
      const heading = (await page.locator('main h1').first().textContent({ timeout: 1000 }).catch(() => '')) ?? '';
      const isTraining = one.path === '/app/training';   // only there; journeys/training.mjs looks at it
      const may = mayOpen(one, role) && !isTraining;
      if (!may && role === null && !isTraining) assert.ok(await page.locator('input[autocomplete=username]').count(), `nobody at ${path} is asked to sign in`);
      else if (!may) assert.equal(heading, kNone.zh, `${role} at ${path}`);
      else if (!await page.locator('main .notice').count()) assert.ok(heading && heading !== kNone.zh, `${role} at ${path}: ${heading}`);
      const once = `${one.path}${one.path.includes(':id') ? role : ''}`;
      if (!may || looked.has(once)) continue;
      const found = await faults(page, path, data);
      if (!found.length) looked.add(once);   // what has a fault has it in the next try too
      wrong.push(...found);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(troubles, []);
    await leave();
  },
}));
