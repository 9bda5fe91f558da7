// Keystroke to paint in the editor: node web/e2e/bench_editor.mjs BIN. A declaration with 200 filled fields and 50 lines, and an application
// with 200 lines. Times are the browser's own Event Timing (rounded by it to 8 ms) and the work between the key and the frame, both with
// frames not held back by a screen. Prints one line of JSON a case; ends with 1 when a p95 is over 16 ms.
import { launch, person, signIn } from './browser.mjs';
import { startPlatform } from './platform.mjs';
import { chromium } from 'playwright-core';

const kLimitMs = 16;
const [bin = 'build/release/bin'] = process.argv.slice(2);
const percentile = (times, share) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

const goods = (i) => ({
  line_number: i + 1, commodity_code: '6204620000', ciq_code: '6204620000999', goods_name_zh: `棉制女式长裤${i + 1}`, goods_name_foreign: 'TROUSERS', quantity: '1200', quantity_unit: '011', weight: '480.5', weight_unit: '035',
  statutory_quantity: '1200', statutory_unit: '011', value: '18600', currency: '840', purpose: '99', origin_place: '310115', producer_registration: '3100600001', producer_name: '上海示例服装厂', produced_on: '20260101',
  packages: [{ package_kind: '22', package_count: 60, main_package_flag: '1' }],
});
const declaration = {
  declarant_reference: 'BENCH-1', message_uuid: '4f1a7c52-6f0e-4c0b-9f5e-1b6f0c8d2a01', direction: 'O', declaration_kind: '24', declared_on: '2026-01-01', accepting_office: '310100', issuing_office: '310100', inspecting_office: '310100',
  destination_office: '310100', declarant_registration: '3100600001', declarant_name: '上海示例进出口有限公司', contact_name: '张三', contact_telephone: '021-55500001', transport_mode: '1', conveyance_name: 'EXAMPLE STAR',
  conveyance_number: '012E', trade_mode: '11', contract_number: 'SE-1', trading_country: '840', loading_port: '156000', arrival_port: '840001', shipped_on: '2026-02-01', goods_place: '上海', marks_and_numbers: 'N/M',
  goods: Array.from({ length: 50 }, (_, i) => goods(i)),
};
const application = {
  applicant_reference: 'BENCH-2', kind: 'RC', application_class: '0', destination_country: '392', destination_country_name: 'JAPAN', destination_country_name_zh: '日本', exporter: 'SHANGHAI EXAMPLE', consignee: 'EXAMPLE SHOJI',
  goods: Array.from({ length: 200 }, (_, i) => ({
    is_remark: 'N', line_number: i + 1, commodity_code: '6204620000', goods_name_zh: `棉制女式长裤${i + 1}`, goods_name_en: 'TROUSERS', package_quantity: '10', package_unit: 'CTN', quantity: '100', unit_en: 'PIECES', unit_zh: '件',
    gross_weight: '12', net_weight: '10', weight_unit: 'KGS', invoice_value: '100', fob_value: '100', criterion: 'RVC', description: 'TEN (10) CARTONS OF TROUSERS',
  })),
};

async function keystrokes(page, target, count) {
  await page.evaluate(() => {
    globalThis.timing = { work: [], paint: [] };
    const channel = new MessageChannel();
    let begun = 0;
    channel.port1.onmessage = () => globalThis.timing.work.push(performance.now() - begun);
    document.addEventListener('keydown', () => { begun = performance.now(); requestAnimationFrame(() => channel.port2.postMessage(0)); }, true);
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (entry.name === 'keydown') globalThis.timing.paint.push(entry.duration); }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  });
  await target.focus();
  for (let i = 0; i < count; ++i) {
    await page.keyboard.press('abcdefghij'[i % 10]);
    await page.waitForTimeout(i % 7 === 6 ? 260 : 35);   // typing with pauses, so that the rules and the saving run in between too
  }
  const { work, paint } = await page.evaluate(() => globalThis.timing);
  return { keys: count, work_p50: percentile(work, 0.5), work_p95: percentile(work, 0.95), slow_frames: paint.length, slowest: Math.max(0, ...paint) };
}

const platform = await startPlatform(bin);
const browser = process.env.DATONG_BENCH_SCREEN ? await launch()
  : await chromium.launch({ executablePath: process.env.DATONG_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-frame-rate-limit', '--disable-gpu-vsync'] });
let good = true;
try {
  const { page } = await person(browser, platform.address);
  await signIn(page, platform.access, 'shili1', { at: '/app/drafts' });
  const csrf = (await page.evaluate(async () => (await fetch('/v1/sessions/current')).json())).csrf;
  const draft = (form, document) => page.evaluate(async ([body, token]) => (await (await fetch('/v1/drafts', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Datong-Csrf': token }, body })).json()).id, [JSON.stringify({ form, kind: 'draft', title: '', document }), csrf]);
  for (const [name, form, document, field] of [['declaration of 50 lines', 'declaration', declaration, 'contract_number'], ['application of 200 lines', 'origin', application, 'invoice_number']]) {
    const id = await draft(form, document);
    await page.goto(`/app/drafts/${id}`);
    await page.locator('#group-goods').waitFor();
    await page.waitForTimeout(1500);
    for (const [place, target] of [['a field', page.locator(`input[name=${field}]`).first()], ['a cell of the grid', page.locator('[data-grid][name=goods_name_zh]').first()]]) {
      const times = await keystrokes(page, target, 150);
      good &&= times.work_p95 <= kLimitMs;
      console.log(JSON.stringify({ case: name, place, ...times }));
      await page.reload();
      await page.locator('#group-goods').waitFor();
      await page.waitForTimeout(1500);
    }
  }
} finally {
  await browser.close();
  await platform.stop();
}
process.exit(good ? 0 : 1);
