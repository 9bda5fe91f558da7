// Every call to the platform goes through here: cookie session, CSRF token, problems as values with their findings.
import type { Finding, Problem } from './types';

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
export const setCsrf = (token: string) => { csrf = token; };
export const csrfToken = () => csrf;

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;                    ///< sent as JSON, unless it is a Blob or a string
  headers?: Record<string, string>;
  signal?: AbortSignal;
  keepalive?: boolean;               ///< outlives the page: for what is given back on leaving
}

export async function send(path: string, options: CallOptions = {}): Promise<Response> {
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
    throw new ApiError(0, { status: 0, code: 'unreachable', title: 'The platform cannot be reached' });
  }
  if (response.ok) return response;
  let problem: Problem = { status: response.status, code: `http_${response.status}`, title: response.statusText };
  try { problem = { ...problem, ...(await response.json() as Problem) }; } catch { /* not a problem document: the status alone tells */ }
  if (response.status === 401) window.dispatchEvent(new Event('datong-signed-out'));
  throw new ApiError(response.status, problem);
}

export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(path, options);
  return await response.json() as T;
}

/** A new identity for one order; the same one is sent again when the answer was lost. */
export const newKey = () => crypto.randomUUID();
