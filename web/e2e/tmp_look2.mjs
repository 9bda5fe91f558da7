import { launch, person, signIn, accessibility, overflowsSideways, kPhone } from './browser.mjs';
import { startPlatform } from './platform.mjs';
const platform = await startPlatform(process.argv[2]);
const browser = await launch();
try {
  const a = await person(browser, platform.address);
  const { page } = a;
  page.on('pageerror', (e) => console.log('pageerror', e.message, e.stack?.slice(0, 600)));
  await signIn(page, platform.access, 'shili1', { at: '/app/declarations/new' });
  await page.locator('#group-goods').waitFor();
  await page.waitForTimeout(500);
  const at = () => page.evaluate(() => { const e = document.activeElement; const by = e.getAttribute('aria-labelledby'); return e.tagName + ' | ' + (e.labels?.[0]?.innerText ?? '') + (by ? by.split(' ').map((id) => document.getElementById(id)?.textContent ?? '?').join(' ') : '') + (e.getAttribute('aria-label') ?? (e.tagName === 'BUTTON' ? e.textContent : '')) + ' = ' + (e.value ?? ''); });
  const seen = [];
  for (let i = 0; i < 75; ++i) {
    const where = await at();
    seen.push(where);
    if (where.startsWith('INPUT | 报检类别')) { await page.keyboard.type('出'); await page.waitForTimeout(300); await page.screenshot({ path: '/tmp/ed/menu.png' }); }
    await page.keyboard.press(where.startsWith('BUTTON') ? 'Tab' : 'Enter');
    await page.waitForTimeout(30);
  }
  console.log(seen.join('\n'));
  await page.screenshot({ path: '/tmp/ed/1full.png', fullPage: true });
  console.log(await accessibility(page), await overflowsSideways(page));
  await page.setViewportSize(kPhone); await page.waitForTimeout(300);
  await page.screenshot({ path: '/tmp/ed/3.png' }); console.log(await overflowsSideways(page));
  console.log('troubles', a.troubles);
} finally { await browser.close(); await platform.stop(); }
