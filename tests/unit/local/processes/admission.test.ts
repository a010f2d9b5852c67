import { createServer, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen, listenSecretly } from '#local/processes/listen.ts';

const echo = () => createServer((asked, response) => void response.end(asked.url));
let open: Listening;
let secret: Listening;
beforeAll(async () => {
  open = await listen(echo(), 0, ['shop.example.com']);
  secret = await listenSecretly(echo());
});
afterAll(async () => {
  await open.close();
  await secret.close();
});

/** `fetch` sets its own Host header. */
function send(url: string, method: string, headers: OutgoingHttpHeaders) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    request(url, { method, headers }, async (response) =>
      resolve({ status: response.statusCode ?? 0, body: await text(response) }),
    )
      .on('error', reject)
      .end();
  });
}

describe('a server on the loopback address', () => {
  test.each<readonly [string, string, OutgoingHttpHeaders]>([
    ['a program', 'POST', {}],
    ['a program that calls it localhost', 'POST', { host: 'localhost:3100' }],
    ['a page of this machine', 'POST', { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' }],
    ['a person who follows a link', 'GET', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' }],
    [
      "a page behind the operator's own web server",
      'POST',
      { host: 'shop.example.com', origin: 'https://shop.example.com' },
    ],
    ['another page, for its image', 'GET', { host: 'shop.example.com', 'sec-fetch-site': 'cross-site' }],
  ])('answers %s', async (_, method, headers) => {
    expect(await send(`${open.url}/prices`, method, headers)).toEqual({ status: 200, body: '/prices' });
  });

  test.each<readonly [string, string, OutgoingHttpHeaders]>([
    ['a page of another site', 'POST', { origin: 'https://evil.example' }],
    ['a page without an origin', 'POST', { origin: 'null' }],
    [
      'a page of another site, for an image',
      'GET',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' },
    ],
    [
      'a page of another site, in a frame',
      'GET',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' },
    ],
    ['a page whose own name points here', 'GET', { host: 'evil.example' }],
    ['a page whose name begins like ours', 'GET', { host: 'localhost.evil.example' }],
    ['a page whose name ends like a known one', 'POST', { origin: 'https://evil-shop.example.com' }],
    ['a page with a name and a password', 'GET', { host: 'localhost@evil.example' }],
    ['a request without a readable host', 'GET', { host: 'no host' }],
  ])('refuses %s', async (_, method, headers) => {
    const { status, body } = await send(`${open.url}/prices`, method, headers);

    expect({ status, ...JSON.parse(body) }).toMatchObject({ status: 403, code: 'request/not-admitted' });
  });
});

describe('a server at a secret address', () => {
  test('answers who knows it, below any path', async () => {
    expect(await send(secret.url, 'POST', {})).toEqual({ status: 200, body: '/' });
    expect(await send(`${secret.url}/v1/x?y=1`, 'POST', {})).toEqual({ status: 200, body: '/v1/x?y=1' });
  });

  test('refuses all others, and pages of other sites even then', async () => {
    const { origin, pathname } = new URL(secret.url);
    const wrong = [
      origin,
      `${origin}/`,
      `${origin}${pathname.slice(0, -1)}`,
      `${origin}${pathname.toUpperCase()}`,
    ];

    for (const url of wrong) expect(await send(url, 'POST', {})).toMatchObject({ status: 403 });
    expect(await send(secret.url, 'POST', { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
  });

  test('is another one each time', async () => {
    const other = await listenSecretly(echo());
    await other.close();

    expect(new URL(other.url).pathname).not.toBe(new URL(secret.url).pathname);
    expect(new URL(other.url).pathname).toMatch(/^\/[\w-]{43}$/);
  });
});
