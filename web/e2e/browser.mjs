// What every journey in the browser does: a context that reports script errors, policy reports and dialogs; signing in; accessibility.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { oneTimeCode } from './platform.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const kDesk = { width: 1366, height: 768 };
export const kPhone = { width: 390, height: 844 };

export const launch = ({ flags = [], ...more } = {}) => chromium.launch({ ...more, executablePath: process.env.DATONG_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...flags] });

/** A person at a desk of his own. `troubles` fills with what must not happen; check it at the end of a journey. */
export async function person(browser, address, { viewport = kDesk, language = 'zh', remembers = true, ...more } = {}) {
  const context = await browser.newContext({ viewport, baseURL: address, locale: language === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai', ...more });
  context.setDefaultTimeout(30_000);
  if (remembers) await context.addInitScript((chosen) => { if (location.protocol !== 'about:' && !localStorage.getItem('datong-language')) localStorage.setItem('datong-language', chosen); }, language);
  const troubles = [];
  context.on('page', (page) => {
    page.on('pageerror', (error) => troubles.push(`script error: ${error.message}`));
    page.on('console', (message) => { if (/Content Security Policy|Refused to/.test(message.text())) troubles.push(`policy: ${message.text()}`); });
    page.on('dialog', (dialog) => { if (dialog.type() !== 'beforeunload') troubles.push(`dialog: ${dialog.message()}`); void dialog.accept(); });
  });
  const page = await context.newPage();
  return { context, page, troubles, leave: () => context.close() };
}

export const officer = (access, name) => {
  const found = access.officers.find((one) => one.sign_in === name);
  if (!found) throw new Error(`no example person ${name}`);
  return found;
};

/** Signs in by the page, as people do. With `second` the one-time code is given too. */
export async function signIn(page, access, name, { second = false, at = '/app' } = {}) {
  const who = officer(access, name);
  await page.goto(at);
  await page.locator('input[autocomplete=username]').fill(who.sign_in);
  await page.locator('input[autocomplete=current-password]').fill(who.password);
  if (second) await page.locator('input[autocomplete=one-time-code]').fill(await oneTimeCode(who));
  await page.locator('form button.primary').click();
  await page.locator('input[autocomplete=username]').waitFor({ state: 'detached' });
}

/** Serious and critical findings of axe on the page as it stands. */
export async function accessibility(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  return found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')})`);
}

/** Whether the page can be scrolled sideways, once it has taken its new width up: at 400 % zoom (320 CSS pixels) it must not. */
export async function overflowsSideways(page) {
  const overflows = () => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
  for (let i = 0; i < 20 && await overflows(); ++i) await page.waitForTimeout(100);
  return overflows();
}
