// A platform of its own for a run in the browser: fresh home, example data, any free port. Nothing is left behind.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export async function startPlatform(bin, { keep = false } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'datong-web-'));
  const datong = join(resolve(bin), 'datong');
  const order = (...args) => execFileSync(datong, [...args, '--home', home], { stdio: ['ignore', 'ignore', 'inherit'], cwd: root });
  order('keys', 'init');
  order('codes', 'load', 'data/classic');
  order('example');
  const portFile = join(home, 'port');
  const log = [];
  const server = spawn(datong, ['serve', '--home', home, '--port', '0', '--port-file', portFile, '--web', join(root, 'web/dist')], { cwd: root });
  server.stderr.on('data', (bytes) => { log.push(String(bytes)); if (log.length > 200) log.shift(); });
  for (let i = 0; i < 300 && !existsSync(portFile); ++i) {
    if (server.exitCode !== null) throw new Error(`the platform did not start:\n${log.join('')}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  const access = JSON.parse(readFileSync(join(home, 'access.json'), 'utf8'));
  return {
    address: `http://127.0.0.1:${readFileSync(portFile, 'utf8').trim()}`,
    home, access, log, datong: order,
    print: (...args) => execFileSync(datong, args, { encoding: 'utf8' }),
    stop: () => new Promise((done) => {
      const end = () => { if (!keep) rmSync(home, { recursive: true, force: true }); done(); };
      if (server.exitCode !== null) return end();
      server.once('exit', end);
      server.kill('SIGTERM');
    }),
  };
}

/** A training platform of its own, with its simulated officers. */
export async function startTraining(bin) {
  const home = mkdtempSync(join(tmpdir(), 'datong-web-training-'));
  const portFile = join(home, 'port');
  const server = spawn(join(resolve(bin), 'datong'), ['train', '--home', home, '--port', '0', '--port-file', portFile, '--web', join(root, 'web/dist')], { cwd: root, stdio: 'ignore' });
  for (let i = 0; i < 300 && !existsSync(portFile); ++i) {
    if (server.exitCode !== null) throw new Error('the training platform did not start');
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    address: `http://127.0.0.1:${readFileSync(portFile, 'utf8').trim()}`,
    stop: () => new Promise((done) => {
      server.once('exit', () => { rmSync(home, { recursive: true, force: true }); done(); });
      server.kill('SIGTERM');
    }),
  };
}

const kAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function codeAt(secret, step) {
  let bits = '';
  for (const letter of secret.replace(/=+$/, '')) bits += kAlphabet.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[mac.length - 1] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

const used = new Map();
/** The one-time code of this half minute (RFC 6238); one that was used already is waited out. */
export async function oneTimeCode(officer) {
  const step = () => Math.floor(Date.now() / 30_000);
  const key = officer.one_time_secret;
  while (used.get(key) === step()) await new Promise((done) => setTimeout(done, 500));
  used.set(key, step());
  return codeAt(key, step());
}
