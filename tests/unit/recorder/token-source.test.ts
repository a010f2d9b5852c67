import dns from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { minute } from '#core/time.ts';
import { recorderFromEnvironment } from '#recorder/index.ts';
import { accept, openCollector, respondWith } from './collector.ts';
import { openShop } from './shop.ts';
import { issue, openTokenServer } from './token-server.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.restoreAllMocks();
});

interface ShopOptions {
  readonly issuing?: Parameters<typeof openTokenServer>[0];
  readonly collecting?: Parameters<typeof openCollector>[0];
  readonly timeout?: number;
  readonly flushEvery?: number;
}

/** A shop whose recorder fetches its tokens. */
async function open({ issuing, collecting, ...options }: ShopOptions = {}) {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const tokens = await openTokenServer(issuing);
  closers.push(() => tokens.close());
  const collector = await openCollector(collecting);
  closers.push(() => collector.close());
  const shop = await openShop({ url: collector.url, token: tokens.credentials, ...options });
  closers.push(() => shop.close());
  return { tokens, collector, shop };
}

const warnings = () => vi.mocked(process.emitWarning).mock.calls.map(([text]) => String(text));
const sentWith = (received: readonly { readonly authorization: string }[]) =>
  received.map(({ authorization }) => authorization);

describe('a recorder with credentials', () => {
  it('fetches a token once, as RFC 6749 specifies, and sends every batch with it', async () => {
    const { tokens, collector, shop } = await open();
    await shop.visit('/quick/1');
    await collector.batches(1);
    await shop.visit('/quick/2');
    expect(sentWith(await collector.batches(2))).toEqual(['Bearer token-1', 'Bearer token-1']);
    expect(tokens.requests).toEqual([
      {
        authorization: `Basic ${Buffer.from('client-of-shop:sesame%3Aopen%2B1').toString('base64')}`,
        contentType: 'application/x-www-form-urlencoded',
        body: 'grant_type=client_credentials',
      },
    ]);
  });

  it('renews a token before it expires', async () => {
    const { tokens, collector, shop } = await open({ issuing: issue(600) });
    const clock = vi.spyOn(Date, 'now');
    const began = Date.now();
    const sendAfter = async (seconds: number, batches: number) => {
      clock.mockReturnValue(began + seconds * 1_000);
      await shop.visit('/quick/1');
      return sentWith(await collector.batches(batches)).at(-1);
    };
    expect(await sendAfter(0, 1)).toBe('Bearer token-1');
    expect(await sendAfter(535, 2)).toBe('Bearer token-1');
    expect(await sendAfter(541, 3)).toBe('Bearer token-2');
    expect(tokens.requests).toHaveLength(2);
  });

  it('sends a batch again at once with a new token when its token is rejected', async () => {
    const { collector, shop } = await open({
      collecting: (res, nth) => (nth === 1 ? respondWith(401) : accept)(res, nth),
    });
    await shop.visit('/quick/1');
    const received = await collector.batches(2);
    expect(sentWith(received)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(received[1]?.text).toBe(received[0]?.text);
    expect(warnings()).toEqual([]);
  });

  it('tries only one new token at once when every token is rejected', async () => {
    const { tokens, collector, shop } = await open({ collecting: respondWith(401), flushEvery: minute });
    await shop.visit('/quick/1');
    await shop.recorder.close();
    expect(sentWith(collector.received)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(tokens.requests).toHaveLength(2);
    expect(warnings()).toEqual([
      'The collector is not accepting measurements: the collector responded with 401.',
    ]);
  });

  it.each([
    ['responds with an error', 400, '{"error":"invalid_client"}', 'responded with 400 (invalid_client)'],
    ['repeats the secret', 400, '{"error":"sesame:open+1"}', 'responded with 400'],
    ['responds with a page', 200, '<html>sesame:open+1</html>', 'responded without an access_token'],
    ['is broken', 503, '', 'responded with 503'],
    [
      'issues a token with a line break',
      200,
      '{"access_token":"a\\r\\nb","expires_in":9}',
      'responded without an access_token',
    ],
    ['omits the lifetime', 200, '{"access_token":"a"}', 'responded without a positive expires_in'],
  ])('keeps its measurements while the token endpoint %s', async (_problem, status, body, problem) => {
    let isFixed = false;
    const { collector, shop } = await open({
      issuing: (res, nth) => (isFixed ? issue(60)(res, nth) : void res.writeHead(status).end(body)),
    });
    await shop.visit('/quick/1');
    await vi.waitUntil(() => warnings().length > 0, { timeout: 5_000 });
    expect(warnings()).toEqual([
      `The collector is not accepting measurements: the token endpoint ${problem}.`,
    ]);
    expect(collector.received).toEqual([]);
    isFixed = true;
    const [batch] = await collector.batches(1);
    expect(batch?.batch.measurements).toHaveLength(1);
  });

  it('times out on a token endpoint that hangs, and closes anyway', async () => {
    const { tokens, shop } = await open({ issuing: () => {}, timeout: 60 });
    await shop.visit('/quick/1');
    await vi.waitUntil(() => tokens.requests.length >= 2, { timeout: 5_000 });
    await shop.recorder.close();
    expect(await shop.visit('/quick/2')).toBe(200);
  });
});

describe('credentials in the environment', () => {
  const complete = {
    IRONCLAW_URL: 'https://api.example/api/v1/learning',
    IRONCLAW_TOKEN_URL: 'https://issuer.example/oauth2/token',
    IRONCLAW_CLIENT_ID: 'client-of-shop',
    IRONCLAW_CLIENT_SECRET: 'sesame',
  };

  it.each(['IRONCLAW_TOKEN_URL', 'IRONCLAW_CLIENT_ID', 'IRONCLAW_CLIENT_SECRET'])(
    'are rejected with a warning without %s',
    (missing) => {
      vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
      recorderFromEnvironment({ service: 'shop' }, { ...complete, [missing]: '' });
      expect(warnings()).toEqual([
        'Nothing is recorded: fetching tokens requires IRONCLAW_TOKEN_URL, IRONCLAW_CLIENT_ID, IRONCLAW_CLIENT_SECRET; ' +
          `${missing} is empty.`,
      ]);
    },
  );

  it.each(['http://issuer.example/oauth2/token', 'ftp://127.0.0.1/token', 'issuer.example'])(
    'are not sent to %s',
    (url) => {
      vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
      recorderFromEnvironment({ service: 'shop' }, { ...complete, IRONCLAW_TOKEN_URL: url });
      expect(warnings()).toHaveLength(1);
      expect(warnings()[0]).toMatch(/^Nothing is recorded: .*token endpoint/);
      expect(warnings()[0]).not.toContain('sesame');
    },
  );

  it('are not used if there is a token', async () => {
    const collector = await openCollector();
    closers.push(() => collector.close());
    const tokens = await openTokenServer();
    closers.push(() => tokens.close());
    const recorder = recorderFromEnvironment(
      { service: 'shop' },
      {
        ...complete,
        IRONCLAW_URL: collector.url,
        IRONCLAW_TOKEN_URL: tokens.url,
        IRONCLAW_TOKEN: 'fixed',
        IRONCLAW_FLUSH_MS: '20',
      },
    );
    const server = createServer((req, res) => recorder.middleware(req, res, () => void res.end()));
    closers.push(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(sentWith(await collector.batches(1))).toEqual(['Bearer fixed']);
    expect(tokens.requests).toEqual([]);
    await recorder.close();
  });
});

it('the warning contains the error code of a host that refuses at every address', async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const closed = await openCollector();
  closed.close();
  // If each of several addresses refuses, Node's error has no message.
  const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
  const lookUp = vi.spyOn(dns, 'lookup') as unknown as MockInstance;
  lookUp.mockImplementation((_host, _options, done) => done(null, addresses));
  const shop = await openShop({ url: closed.url.replace('127.0.0.1', 'collector.example') });
  closers.push(() => shop.close());
  await shop.visit('/quick/1');
  await vi.waitUntil(() => warnings().length > 0, { timeout: 5_000 });
  expect(warnings()).toEqual(['The collector is not accepting measurements: ECONNREFUSED.']);
});
