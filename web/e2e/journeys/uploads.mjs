// Files that are not what they say, and files that are far too large: told clearly, at once, and nothing of them is sent.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { person, signIn } from '../browser.mjs';
import { caller } from '../caller.mjs';

/** A file of that many bytes, of which the disk holds the first few. */
function largeFile(name, beginning, size) {
  const folder = mkdtempSync(join(tmpdir(), 'datong-large-'));
  const path = join(folder, name);
  writeFileSync(path, beginning);
  truncateSync(path, size);
  return { path, gone: () => rmSync(folder, { recursive: true }) };
}
const kHundredMb = 100 * 1024 * 1024;

export const journeys = [
  {
    name: 'a paper of 100 MB, and one that lies about its type, are refused at once and by name',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await person(browser, address);
      await signIn(page, access, 'shili1', { at: '/app/declarations/new' });
      await page.locator('#group-attached_documents').waitFor();
      const sent = [];
      page.on('request', (request) => { if (request.method() === 'PUT' && request.url().includes('/attachments/')) sent.push(request.url()); });
      const large = largeFile('合同.pdf', '%PDF-1.7', kHundredMb);
      const begun = Date.now();
      await page.locator('#group-attached_documents input[type=file]').setInputFiles(large.path);
      await page.locator('#group-attached_documents [role=alert]').getByText('合同.pdf').waitFor();
      assert.ok(Date.now() - begun < 8000, `took ${Date.now() - begun} ms`);
      await page.locator('#group-attached_documents input[type=file]').setInputFiles([{ name: '发票.png', mimeType: 'image/png', buffer: Buffer.from('<script>window.executed=1</script>') }]);
      await page.locator('#group-attached_documents [role=alert]').getByText('发票.png').waitFor();
      assert.deepEqual(sent, []);
      assert.deepEqual(troubles, []);
      large.gone();
      await leave();
    },
  },
  {
    name: 'a seal of 100 MB, and one that is no picture, are refused at once and by name',
    run: async ({ browser, address, access }) => {
      const { page, troubles, leave } = await person(browser, address);
      await signIn(page, access, 'admin1', { at: '/app/admin', second: true });
      await page.getByRole('button', { name: '印章与签名图样' }).click();
      const sent = [];
      page.on('request', (request) => { if (request.method() === 'PUT') sent.push(request.url()); });
      const large = largeFile('seal.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), kHundredMb);
      await page.locator('form input[type=file]').first().setInputFiles(large.path);
      await page.getByRole('alert').getByText('seal.png').waitFor();
      await page.locator('form input[type=file]').first().setInputFiles([{ name: 'other.png', mimeType: 'image/png', buffer: Buffer.from('GIF89a no PNG') }]);
      await page.getByRole('alert').getByText('other.png').waitFor();
      assert.equal(await page.locator('form button.primary').first().isDisabled(), true);
      assert.deepEqual(sent, []);
      assert.deepEqual(troubles, []);
      large.gone();
      await leave();
    },
  },
  {
    name: '100 MB sent past the page are refused by the platform without being kept, and it goes on',
    run: async ({ address, access }) => {
      const unit = await caller({ address, access }, 'shili1');
      const body = Buffer.alloc(kHundredMb);
      const begun = Date.now();
      const answer = await unit.ask('PUT', `/v1/attachments/${createHash('sha256').update(body).digest('hex')}`, body, { 'Content-Type': 'application/octet-stream' }).catch((error) => ({ status: 0, answer: String(error.cause ?? error) }));
      assert.ok(answer.status === 413 || answer.status === 0, JSON.stringify(answer));   // 0: it hung up on what it did not want
      assert.ok(Date.now() - begun < 15_000);
      assert.equal((await unit.ask('GET', '/v1/unit')).status, 200);
    },
  },
];
