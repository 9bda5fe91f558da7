// Every call to the platform goes through here: cookie session, CSRF token, problems as values with their findings.
import type { Finding, Problem, Who } from './types';

/** A refusal or failure of the platform, as it said it. */
export class ApiError extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(problem.detail ?? problem.code);
  }
  get findings(): Finding[] {
    return this.problem.findings ?? [];
  }
}

let csrf = '';
let person = '';
/** The token of the session, and whose it is; both empty after signing out. */
export const setCsrf = (token: string, signIn: string) => { csrf = token; person = signIn; };
export const csrfToken = () => csrf;

export const unreachable = () => new ApiError(0, { status: 0, code: 'unreachable', title: 'The platform cannot be reached' });
const signedOut = () => new ApiError(401, { status: 401, code: 'unauthorised', title: 'Nobody is signed in' });

const kStaleToken = 'SYS007';
/** A cookie is of the whole browser, a token of one tab: whoever signed in again in another tab has another token now. Errors: 401 when it is another person's session by now. */
async function renewToken(): Promise<void> {
  const response = await fetch('/v1/sessions/current', { cache: 'no-store' }).catch(() => { throw unreachable(); });
  if (!response.ok && response.status !== 401) throw unreachable();
  const who = response.ok ? await response.json() as Who : null;
  if (!who || who.sign_in !== person) throw signedOut();
  csrf = who.csrf;
}

/** What the platform answered instead of doing it; `again` when it was for this tab's old token only and it has the new one by now. Whoever is nobody any more is shown the sign-in. */
export async function refusalOf(status: number, problem: Problem): Promise<{ error: ApiError; again: boolean }> {
  let error = new ApiError(status, problem);
  if (status === 403 && error.findings.some((finding) => finding.rule === kStaleToken)) {
    try {
      await renewToken();
      return { error, again: true };
    } catch (other) { error = other as ApiError; }
  }
  if (error.status === 401) window.dispatchEvent(new Event('datong-signed-out'));
  return { error, again: false };
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;                    ///< sent as JSON, unless it is a Blob or a string
  headers?: Record<string, string>;
  signal?: AbortSignal;
  as?: string;                       ///< only while this person is signed in: for what goes on behind the pages
  keepalive?: boolean;               ///< outlives the page: for what is given back on leaving
}

export async function send(path: string, options: CallOptions = {}, isAgain = false): Promise<Response> {
  if (options.as !== undefined && options.as !== person) throw signedOut();
  const method = options.method ?? 'GET';
  const headers = new Headers(options.headers);
  let body: BodyInit | undefined;
  if (options.body !== undefined) {
    const raw = options.body instanceof Blob || typeof options.body === 'string';
    body = raw ? (options.body as BodyInit) : JSON.stringify(options.body);
    if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  }
  if (method !== 'GET' && csrf) headers.set('Datong-Csrf', csrf);
  let response: Response;
  try {
    response = await fetch(path, { method, headers, credentials: 'same-origin', cache: 'no-store', keepalive: options.keepalive ?? false, ...(body === undefined ? {} : { body }), ...(options.signal ? { signal: options.signal } : {}) });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  if (response.ok) return response;
  let problem: Problem = { status: response.status, code: `http_${response.status}`, title: response.statusText };
  try { problem = { ...problem, ...(await response.json() as Problem) }; } catch { /* not a problem document: the status alone tells */ }
  const { error, again } = await refusalOf(response.status, problem);
  if (again && !isAgain) return send(path, options, true);
  throw error;
}

export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(path, options);
  return await response.json() as T;
}

/** A new identity for one order; the same one is sent again when the answer was lost. */
export const newKey = () => crypto.randomUUID();
