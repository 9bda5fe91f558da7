// Runs the wasm build of the rules in node's WASI: node tests/wasm_run.mjs MODULE DATA DAY COUNT, file names on standard input.
import { readFile } from 'node:fs/promises';
import { WASI } from 'node:wasi';
process.removeAllListeners('warning');
const [module, data, day, count] = process.argv.slice(2);
const wasi = new WASI({ version: 'preview1', args: ['rules', '/data', day, count], preopens: { '/data': data } });
const instance = await WebAssembly.instantiate(await WebAssembly.compile(await readFile(module)), { wasi_snapshot_preview1: wasi.wasiImport });
process.exit(wasi.start(instance));
