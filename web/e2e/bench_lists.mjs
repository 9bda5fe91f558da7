// From the click to the rows on the screen, with many cases stored: node web/e2e/bench_lists.mjs ADDRESS ACCESS_JSON NUMBER. Called by
// tests/endure/lists.py, which has filled the platform; prints rows of its table.
import { readFileSync } from 'node:fs';
import { launch, person, signIn } from './browser.mjs';

const [address, accessFile, number] = process.argv.slice(2);
const kRounds = 15;
const access = JSON.parse(readFileSync(accessFile, 'utf8'));
const browser = await launch();
try {
  const { page } = await person(browser, address);
  await signIn(page, access, 'desk1', { at: '/app/sessions' });
  const box = page.getByRole('searchbox');
  /** Milliseconds from `act` until the frame after `there` is in the page. */
  const clock = async (act, there) => {
    await page.evaluate((selector) => {
      globalThis.begun = 0;
      globalThis.shown = new Promise((done) => {
        const begin = () => { globalThis.begun ||= performance.now(); };
        for (const kind of ['click', 'keydown']) window.addEventListener(kind, begin, { capture: true });
        const watch = new MutationObserver(() => {
          if (!globalThis.begun || !document.querySelector(selector)) return;
          watch.disconnect();
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - globalThis.begun)));
        });
        watch.observe(document.body, { subtree: true, childList: true });
      });
    }, there);
    await act();
    return page.evaluate(() => globalThis.shown);
  };
  const times = { list: [], search: [], open: [] };
  for (let round = 0; round < kRounds; ++round) {
    await page.goto('/app/sessions');
    await page.locator('nav a[href="/app/work"]').waitFor();
    times.list.push(await clock(() => page.locator('nav a[href="/app/work"]').click(), '.work-row'));
    await page.goto('/app/sessions');
    await box.fill(number);
    times.search.push(await clock(() => box.press('Enter'), '.case-row'));
    times.open.push(await clock(() => page.locator('.case-row').first().click(), '.clock'));
  }
  for (const [key, name] of [['list', 'work list on the screen after the click'], ['search', 'search by a number on the screen after Enter'], ['open', 'case page with its timeline after the click']]) {
    const sorted = times[key].sort((a, b) => a - b);
    console.log(`| ${name} | ${sorted[Math.floor(kRounds / 2)].toFixed(0)} ms | ${sorted.at(-1).toFixed(0)} ms |`);
  }
} finally {
  await browser.close();
}
