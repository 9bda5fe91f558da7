// The same platform without a browser: people by their tokens, for what a journey needs to be there before it begins.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { officer } from './browser.mjs';
import { inspectedDeclaration } from './documents.mjs';
import { oneTimeCode } from './platform.mjs';

/** Signs in as a program does. `call(method, path, body, headers)` gives the answer's body, or fails with it; `ask` never fails. */
export async function caller({ address, access }, name, { second = false } = {}) {
  const who = officer(access, name);
  const ask = async (method, path, body, headers = {}) => {
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const response = await fetch(address + path, { method, headers: { 'Content-Type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }) });
    const text = await response.text();
    let answer = text;
    try { answer = JSON.parse(text); } catch { /* not JSON: a page or a paper */ }
    return { status: response.status, answer };
  };
  const signedIn = await ask('POST', '/v1/sessions', { sign_in: who.sign_in, password: who.password, ...(second && { one_time_code: await oneTimeCode(who) }) });
  assert.equal(signedIn.status, 200, JSON.stringify(signedIn.answer));
  const token = { Authorization: `Bearer ${signedIn.answer.token}` };
  const askAs = (method, path, body, headers = {}) => ask(method, path, body, { ...token, ...headers });
  const call = async (...order) => {
    const { status, answer } = await askAs(...order);
    assert.ok(status < 300, `${order[0]} ${order[1]} → ${status} ${JSON.stringify(answer).slice(0, 600)}`);
    return answer;
  };
  return {
    ask: askAs, call,
    lodge: async (document, path = '/v1/declarations', version = 1) => (await call('POST', path, document, { 'Datong-Version': String(version) })).case,
    act: (id, act, parameters = {}, path = '/v1/declarations') => call('POST', `${path}/${id}/acts/${act}`, { parameters }, { 'Idempotency-Key': randomUUID() }),
  };
}

/** Dangerous goods, led through the desks up to `stage`: lodged, accepted, ordered, inspecting, passed, settled, drafted, released (needs desk2 and cert2 too). */
export async function declarationAt(desks, stage, reference) {
  const { unit, desk1, desk2, insp1, fee1, fee2, cert1, cert2 } = desks;
  const id = await unit.lodge(inspectedDeclaration(reference));
  const steps = {
    lodged: [],
    accepted: [() => desk1.act(id, 'accept')],
    ordered: [() => desk1.act(id, 'assign', { inspector: 'insp1' })],
    inspecting: [() => insp1.act(id, 'compare_papers_accurate'), () => insp1.act(id, 'begin_inspection')],
    passed: [() => insp1.act(id, 'pass', { remark: '外观、包装完好,数量相符' })],
    settled: [() => fee1.act(id, 'calculate_fee'), async () => fee2.act(id, 'settle_fee', { amount_fen: String((await fee2.call('GET', `/v1/declarations/${id}`)).fee_fen), payment_reference: `PAY-${reference}` })],
    drafted: [() => cert1.act(id, 'draft_certificate', { certificate_code: '11' })],
    released: [
      async () => cert2.act(id, 'sign_certificate', { certificate_number: (await cert2.call('GET', `/v1/declarations/${id}`)).certificates[0].number }),
      () => desk1.act(id, 'issue_clearance_form'), () => desk2.act(id, 'release'),
    ],
  };
  for (const [name, acts] of Object.entries(steps)) {
    for (const act of acts) await act();
    if (name === stage) break;
  }
  return id;
}
