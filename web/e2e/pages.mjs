// Every page of the app as the table in app.tsx has it, walking from one to the next without loading the app again, and what is looked at on each.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './platform.mjs';

const source = readFileSync(join(root, 'web/src/app.tsx'), 'utf8');
const lists = Object.fromEntries([...source.matchAll(/const (k\w+): Role\[\] = \[([^\]]*)\]/g)].map(([, name, roles]) => [name, [...roles.matchAll(/'(\w+)'/g)].map(([, role]) => role)]));
const rolesOf = (text) => (text.startsWith("'") ? text.slice(1, -1) : lists[text] ?? [...text.matchAll(/'(\w+)'/g)].map(([, role]) => role));

/** Path and roles of each page: 'open', 'signed_in', or the roles it is for. */
export const pages = [...source.matchAll(/\{ path: '([^']+)', roles: ('\w+'|\w+|\[[^\]]*\]),/g)].map(([, path, roles]) => ({ path, roles: rolesOf(roles) }));
if (pages.length < 15 || pages.some((page) => page.roles === undefined)) throw new Error('the table of pages in app.tsx is not read any more');

export const mayOpen = (page, role) => page.roles === 'open' || (role !== null && (page.roles === 'signed_in' || page.roles.includes(role)));

/** A person of each role among the example people; null = nobody signed in. */
export const kPeople = [
  [null, ''], ['enterprise', 'shili1'], ['desk', 'desk1'], ['inspector', 'insp1'], ['laboratory', 'lab1'], ['fee_desk', 'fee1'], ['certificate_desk', 'cert1'], ['supervisor', 'sup1'], ['administrator', 'admin1'],
  ['headquarters', 'hq1'], ['partner', 'customs1'],
];

/** Goes on as a link does, and waits until the page stands: a heading, the sign-in, or the word that there is none. */
export async function walkTo(page, path) {
  await page.evaluate((to) => { history.pushState(null, '', to); }, path);
  await stands(page);
}
export async function stands(page) {
  await page.locator('main h1, main .notice').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('main [aria-busy=true], main .busy'));
}

/** Everything the platform said in data, not in words of both languages: what may stand on a page of either language. */
export function listenForData(page) {
  const said = new Set();
  const words = new Set(['zh', 'en', 'name_zh', 'name_en', 'office_name_zh', 'office_name_en', 'unit_name_zh', 'unit_name_en', 'other_name_zh', 'other_name_en']);
  const gather = (value) => {
    if (typeof value === 'string') { for (const line of value.split('\n')) said.add(line.replace(/\s+/g, ' ').trim()); return; }
    if (!value || typeof value !== 'object') return;
    for (const [name, inner] of Object.entries(value)) {
      const both = words.has(name) && value[name.endsWith('zh') ? name.replace(/zh$/, 'en') : name.replace(/en$/, 'zh')];
      if (!both || inner === both) gather(inner);
    }
  };
  page.on('response', (response) => {
    if (!/\/v1\/(?!schemas|rules-data|events)/.test(response.url())) return;
    response.text().then((text) => { try { gather(JSON.parse(text)); } catch { gather(text); } }).catch(() => undefined);
  });
  return { said, saysSo: (text) => [...said].some((one) => one.includes(text)) };
}

/** Words of the other language on the page, that are no data. What a page marks with `lang` is meant to be so. */
export async function strangeWords(page, language, data) {
  const texts = await page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent.replace(/\s+/g, ' ').trim();
      if (text && !node.parentElement.closest('body [lang], script, noscript, style, textarea, [data-data]')) found.push(text);
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) for (const name of ['aria-label', 'placeholder', 'title']) if (element.getAttribute(name) && !element.closest('body [lang]')) found.push(element.getAttribute(name));
    return found;
  });
  const strange = language === 'en' ? /[\u3400-\u9fff]+(?:[^A-Za-z0-9\s]*[\u3400-\u9fff]+)*/g : /(?:\b[A-Za-z][a-z'’]+[ ,]+){3,}[A-Za-z]+/g;
  return [...new Set(texts.flatMap((text) => (text.match(strange) ?? [])))].filter((part) => !data.saysSo(part));
}
