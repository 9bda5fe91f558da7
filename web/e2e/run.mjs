// Runs the journeys in the browser: node web/e2e/run.mjs BIN [part of a journey's name]. Two lanes side by side, each with a platform and a
// browser of its own; a journey mostly waits. A file's journeys stay together; what fills the lists (z_…) comes last, so that the others
// find their rows on the first screen.
// A journey is a file in journeys/ with: export const journeys = [{ name, run: async ({ browser, bin, platform, address, access }) => … }], throwing when something is not so.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { startPlatform } from './platform.mjs';

const kLimitMs = 300_000;
const [bin = 'build/release/bin', only = ''] = process.argv.slice(2);
const folder = join(import.meta.dirname, 'journeys');
const files = [];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.mjs')).sort()) {
  const journeys = (await import(join(folder, file))).journeys.filter((one) => one.name.includes(only));
  if (journeys.length) files.push({ journeys, fills: file.startsWith('z_') });
}
let passed = 0, failed = 0, pictures = 0;

async function lane(take) {
  const platform = await startPlatform(bin);
  const browser = await launch();
  /** One try of a journey; what its contexts show when it fails is kept as pictures. */
  const attempt = async (journey) => {
    let timer;
    try {
      const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`took longer than ${kLimitMs / 60_000} minutes`)), kLimitMs); });
      await Promise.race([journey.run({ browser, bin, platform, address: platform.address, access: platform.access }), late]);
      return null;
    } catch (error) {
      for (const context of browser.contexts()) {
        for (const page of context.pages()) await page.screenshot({ path: `build/web-failed-${++pictures}.png` }).catch(() => undefined);
      }
      return error;
    } finally {
      clearTimeout(timer);
      for (const context of browser.contexts()) await context.close().catch(() => undefined);
    }
  };
  let failedHere = 0;
  for (let file = take(); file; file = take()) {
    for (const journey of file.journeys) {
      const begun = Date.now();
      const first = await attempt(journey);
      if (first) console.log(`again   ${journey.name}: ${first.stack}`);  // a real browser on a busy machine: once more, and said so
      const error = first && await attempt(journey);
      if (error) ++failedHere; else ++passed;
      console.log(error ? `FAILED  ${journey.name}: ${error.stack}` : `ok      ${journey.name} (${Date.now() - begun} ms${first ? ', second try' : ''})`);
    }
  }
  failed += failedHere;
  await browser.close();
  await platform.stop();
  if (failedHere) console.log(platform.log.join('').split('\n').slice(-20).join('\n'));
}

const queue = [...files.filter((file) => !file.fills), ...files.filter((file) => file.fills)];
const take = () => queue.shift();
await Promise.all(Array.from({ length: Math.min(2, queue.length) }, () => lane(take)));
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exit(failed ? 1 : 0);
