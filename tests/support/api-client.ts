import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { second } from '#core/time.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';

export interface Call {
  readonly token?: string;
  /** Text and bytes are sent unchanged, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Calls the API over HTTP, as any client does: a request that is throttled is made again when the API says so. Whatever
 * the request, the API must never respond with a fault of its own.
 */
export function apiClient(url: string) {
  return async function call(method: string, path: string, options: Call = {}): Promise<Answer> {
    const { token, body, headers } = options;
    const request = {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(isRaw(body) ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: encoded(body) }),
    };
    const response = await fetch(`${url}${basePath}${path}`, request);
    if (response.status === 429) {
      await pause(Number(response.headers.get('retry-after')) * second);
      return call(method, path, options);
    }
    const text = await response.text();
    if (response.status >= 500) expect.fail(`${method} ${path} responded with ${response.status}: ${text}`);
    const type = response.headers.get('content-type');
    return { status: response.status, type, headers: response.headers, body: JSON.parse(text) };
  };
}

export type ApiClient = ReturnType<typeof apiClient>;

const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> | undefined =>
  body === undefined || typeof body === 'string' || body instanceof Uint8Array;

const encoded = (body: unknown) => (isRaw(body) && body !== undefined ? body : JSON.stringify(body));

/** A refusal explains the error to programs (`code`) and to people (`detail`). */
export function expectProblem({ status, type, body }: Answer, wanted: number, code: string): void {
  expect({ status, code: body.code, detail: body.detail }).toMatchObject({ status: wanted, code });
  expect(type).toBe('application/problem+json');
  expect(body).toMatchObject({
    type: `urn:ironclaw:problem:${code}`,
    status: wanted,
    title: expect.stringMatching(/^[A-Z]\w+$/),
    instance: expect.stringContaining(basePath),
    // A sentence.
    detail: expect.stringMatching(/^\S+( \S+){3,}\.$/),
  });
}
