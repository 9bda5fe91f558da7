// Runs the journeys in the browser against a platform of their own: node web/e2e/run.mjs BIN [part of a journey's name].
// Files run by name: what fills the lists (z_…) comes last, so that the others find their rows on the first screen.
// A journey is a file in journeys/ with: export const journeys = [{ name, run: async ({ browser, bin, platform, address, access }) => … }], throwing when something is not so.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { startPlatform } from './platform.mjs';

const [bin = 'build/release/bin', only = ''] = process.argv.slice(2);
const folder = join(import.meta.dirname, 'journeys');
const journeys = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs')).sort()) journeys.push(...(await import(join(folder, file))).journeys);

let passed = 0, failed = 0;
const platform = await startPlatform(bin);
const browser = await launch();
/** One try of a journey; what its contexts show when it fails is kept as pictures. */
async function attempt(journey) {
  let timer;
  try {
    const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error('took longer than 5 minutes')), 300_000); });
    await Promise.race([journey.run({ browser, bin, platform, address: platform.address, access: platform.access }), late]);
    return null;
  } catch (error) {
    for (const [i, context] of browser.contexts().entries()) {
      for (const page of context.pages()) await page.screenshot({ path: `build/web-failed-${failed + 1}-${i}.png` }).catch(() => undefined);
    }
    return error;
  } finally {
    clearTimeout(timer);
    for (const context of browser.contexts()) await context.close().catch(() => undefined);
  }
}

for (const journey of journeys.filter((one) => one.name.includes(only))) {
  const begun = Date.now();
  const first = await attempt(journey);
  if (first) console.log(`again   ${journey.name}: ${first.stack}`);  // a real browser on a busy machine: once more, and said so
  const error = first && await attempt(journey);
  if (error) ++failed; else ++passed;
  console.log(error ? `FAILED  ${journey.name}: ${error.stack}` : `ok      ${journey.name} (${Date.now() - begun} ms${first ? ', second try' : ''})`);
}
await browser.close();
await platform.stop();
if (failed) console.log(platform.log.join('').split('\n').slice(-20).join('\n'));
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed ? 1 : 0);
