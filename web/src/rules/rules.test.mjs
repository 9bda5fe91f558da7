// Equality of the browser's rules and the server's: node rules.test.mjs RULES_JS FOLDER_OF_MODULES < what datong-rules prints. Each document is
// reviewed by the module the pages load, through the pages' own loader, and its findings compared byte by byte; some first without
// the tariff, whose rows are then fetched as a page would.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [script, folder] = process.argv.slice(2);
const { loadRules, ROWS_PATH } = await import(pathToFileURL(script));
const modules = { declaration: await readFile(`${folder}/declaration.wasm`), origin: await readFile(`${folder}/origin.wasm`) };
for (const module of Object.values(modules)) assert.deepEqual(WebAssembly.Module.imports(await WebAssembly.compile(module)), [], 'a module can reach nothing outside');

const utf8 = (text) => new TextEncoder().encode(text);
const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
const given = JSON.parse((await lines.next()).value);
let tariff = '';
const fetchFrom = (rows) => async (path) =>
  modules[path] ?? (path === ROWS_PATH ? utf8(rows) : path.startsWith(`${ROWS_PATH}?tariff=`) ? utf8(tariff) : assert.fail(path));
const load = async (rows) => ({ declaration: await loadRules(fetchFrom(rows), 'declaration'), origin: await loadRules(fetchFrom(rows), 'origin') });
const rulesOf = await load(given.rows);
const sparing = await load(given.rows_without_tariff);
const rules = rulesOf.declaration;

// The form, described.
const day = '2026-06-01';
const field = (form, variant, group, name) =>
  rulesOf[form].describe(form, variant, day).groups.find((g) => g.name === group).fields.find((f) => f.name === name);
assert.equal(rules.describe('declaration', 'O', day).groups[0].name, 'declaration');
assert.equal(field('declaration', 'O', 'declaration', 'arrived_on').need, 'N');
assert.equal(field('declaration', 'I', 'declaration', 'arrived_on').need, 'M');
assert.equal(field('declaration', 'O', 'goods', 'commodity_code').list, 'tariff');
assert.notEqual(field('origin', 'E', 'origin_application', 'exporter').box, undefined);
assert.equal(field('origin', '', 'origin_application', 'exporter').box, undefined);

// What cannot be read is said, and the module goes on.
assert.throws(() => rules.review('declaration', { contract_number: 'a\0b' }, day), /NUL/);
assert.throws(() => rules.review('declaration', [], day), /top level/);
assert.throws(() => rules.review('declaration', {}, '2026-13-01'), /day/);
assert.throws(() => rules.review('nothing', {}, day), /form/);
assert.throws(() => rules.review('origin', {}, day), /form/, 'a module knows its own form only');
let deep = {};
for (let i = 0; i < 40; i++) deep = { deep };
assert.throws(() => rules.review('declaration', deep, day), /deep/);

let documents = 0;
let findings = 0;
let fetched = 0;
const rulesSeen = new Set();
for await (const line of lines) {
  const wanted = JSON.parse(line);
  const at = `document ${documents} of ${wanted.day}`;
  if (wanted.malformed) {
    assert.throws(() => rulesOf[wanted.form].review(wanted.form, wanted.document, wanted.day), undefined, at);
  } else {
    const review = rulesOf[wanted.form].review(wanted.form, wanted.document, wanted.day);
    assert.deepEqual(review.findings, wanted.findings, at);
    assert.deepEqual(review.missing, []);
    if (wanted.tariff) {
      tariff = wanted.tariff;
      let again = sparing[wanted.form].review(wanted.form, wanted.document, wanted.day);
      if (await sparing[wanted.form].fetchTariff(again.missing)) {
        fetched++;
        again = sparing[wanted.form].review(wanted.form, wanted.document, wanted.day);
      }
      assert.deepEqual(again, review, at);
    }
    findings += review.findings.length;
    for (const finding of review.findings) rulesSeen.add(finding.rule);
  }
  documents++;
}
console.log(`${documents} documents, ${findings} findings of ${rulesSeen.size} rules, equal here and on the server; tariff rows fetched ${fetched} times`);

// One keystroke reviews the whole document. Time of the processor: what else runs on the machine does not count.
for (const [what, form, document] of [
  ['declaration of 50 lines', 'declaration', given.declaration],
  ['RCEP application of 200 lines', 'origin', given.application],
]) {
  const times = [];
  for (let i = 0; i < 60; i++) {
    const begin = process.cpuUsage();
    rulesOf[form].review(form, document, day);
    const spent = process.cpuUsage(begin);
    times.push((spent.user + spent.system) / 1000);
  }
  times.sort((a, b) => a - b);
  console.log(`${what}: ${times[30].toFixed(2)} ms a review, 95 % within ${times[56].toFixed(2)} ms`);
}
