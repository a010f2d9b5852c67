import { describe, expect, test } from 'vitest';
import { readSpans } from '#adapters/otlp/read-spans.ts';
import { countAbove } from '#core/performance/sketch/sketch.ts';

const at = Date.UTC(2026, 5, 1, 9);
const nano = (milliseconds: number) => `${BigInt(Math.round(milliseconds * 1_000)) * 1_000n}`;
const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
const served = { 'http.request.method': 'GET', 'http.route': '/prices', 'http.response.status_code': 200 };

let spans = 0;
const span = (fields: object = {}, values: Readonly<Record<string, string | number>> = served) => {
  spans += 1;
  return {
    spanId: spans.toString(16).padStart(16, '0'),
    kind: 2,
    startTimeUnixNano: nano(at),
    endTimeUnixNano: nano(at + 12.5),
    attributes: attributes(values),
    ...fields,
  };
};
const message = (all: readonly unknown[], resource: Readonly<Record<string, string>> = {}) => ({
  resourceSpans: [
    {
      resource: { attributes: attributes({ 'service.name': 'shop', ...resource }) },
      scopeSpans: [{ spans: all }],
    },
  ],
});
const readingOf = (sent: unknown) => {
  const reading = readSpans(sent, 300);
  return { ...reading, refused: reading.unread.reasons };
};
const read = (all: readonly unknown[], resource = {}) => readingOf(message(all, resource));
const refusedOf = (all: readonly unknown[], resource = {}) => Object.fromEntries(read(all, resource).refused);

describe('a span that served a request', () => {
  test('counts for its endpoint, version and window, with its duration to the microsecond', () => {
    const { parts, refused } = read([span(), span({ endTimeUnixNano: nano(at + 100.25) })], {
      'service.version': 'v7',
      'service.instance.id': 'pod-1',
    });
    expect(parts).toMatchObject([
      { service: 'shop', endpoint: 'GET /prices', version: 'v7', windowStart: at, count: 2, errors: 0 },
    ]);
    expect(parts[0]).toMatchObject({ min: 12.5, max: 100.25, sum: 112.75 });
    expect(parts[0]?.sketch && countAbove(parts[0].sketch, 50)).toBe(1);
    expect(parts[0]?.batch).toMatch(/^pod-1#[0-9a-f]{16}$/);
    expect(refused.size).toBe(0);
  });

  test('makes the same batch if it is sent again, and another with other spans', () => {
    const [one, two] = [span(), span()];
    const batchOf = (all: readonly unknown[]) => read(all).parts[0]?.batch;
    expect(batchOf([one, two])).toBe(batchOf([one, two]));
    expect(batchOf([one])).not.toBe(batchOf([two]));
  });

  test.each([
    [{ status: { code: 2 } }, { 'http.request.method': 'GET', 'http.route': '/prices' }, 1],
    [{}, { ...served, 'http.response.status_code': 503 }, 1],
    [{}, { ...served, 'http.response.status_code': 404 }, 0],
    [{ status: { code: 2 } }, served, 0],
  ])('fails by its HTTP status, or without one by its span status: %j %j', (fields, values, errors) => {
    expect(read([span(fields, values)]).parts).toMatchObject([{ errors }]);
  });

  test('may use the names of earlier conventions, and its path if there is no route', () => {
    const earlier = { 'http.method': 'POST', 'http.target': '/carts/17/lines?x=1', 'http.status_code': 201 };
    expect(read([span({}, earlier)]).parts).toMatchObject([{ endpoint: 'POST /carts/:id/lines' }]);
  });

  test.each([
    ['/reports/2023', 'GET /reports/2023'],
    ['api/orders/{id}', 'GET /api/orders/{id}'],
    ['/café/:id', 'GET /café/:id'],
    ['/search results', 'GET /search%20results'],
    ['/a#b', 'GET /a%23b'],
  ])('is counted under its route as the router tells it: %s', (route, endpoint) => {
    expect(read([span({}, { ...served, 'http.route': route })]).parts).toMatchObject([{ endpoint }]);
  });

  test('may have any method, also one that the conventions do not list', () => {
    const others = [
      { 'http.request.method': 'QUERY' },
      { 'http.request.method': '_OTHER', 'http.request.method_original': 'QUERY' },
    ];
    const { parts } = read(others.map((method) => span({}, { ...served, ...method })));
    expect(parts).toMatchObject([{ endpoint: 'QUERY /prices', count: 2 }]);
  });

  test('without a route, users of a service make one endpoint', () => {
    const paths = ['anna', 'bert', 'cleo'].map((name) => `/users/${name}/orders`);
    const { parts } = read(paths.map((path) => span({}, { 'http.request.method': 'GET', 'url.path': path })));
    expect(parts).toMatchObject([{ endpoint: 'GET /users/:id/orders', count: 3 }]);
  });
});

test('a span that made a request is kept as a call of the service, by callee', () => {
  const { parts } = read([
    span({ kind: 3 }, { 'peer.service': 'catalogue', 'server.address': '10.0.0.7' }),
    span({ kind: 'SPAN_KIND_CLIENT' }, { 'db.system.name': 'postgresql', 'server.address': 'db-1' }),
    span({ kind: 3 }, { 'server.address': 'api.example.com', 'http.response.status_code': 500 }),
  ]);
  expect(parts).toMatchObject([
    { service: 'shop/calls', endpoint: 'catalogue', errors: 0 },
    { service: 'shop/calls', endpoint: 'postgresql', errors: 0 },
    { service: 'shop/calls', endpoint: 'api.example.com', errors: 1 },
  ]);
});

describe('a request counts once', () => {
  const counts = (all: readonly unknown[]) =>
    read(all).parts.map(({ service, count, max }) => ({ service, count, max }));
  const within = (
    parent: { readonly spanId: string },
    fields: object = {},
    values: Readonly<Record<string, string | number>> = served,
  ) => span({ parentSpanId: parent.spanId, endTimeUnixNano: nano(at + 5), ...fields }, values);
  const outermost = span();
  const once = [{ service: 'shop', count: 1, max: 12.5 }];

  test('if its span comes twice in a message', () => {
    expect(counts([outermost, outermost])).toEqual(once);
  });

  test('if the server and the framework that runs on it both report it, in any order', () => {
    expect(counts([within(outermost), outermost])).toEqual(once);
    expect(counts([outermost, within(outermost)])).toEqual(once);
    const middleware = within(outermost, { kind: 1 });
    expect(counts([within(middleware), middleware, outermost])).toEqual(once);
  });

  test('if the outer span comes in another entry of the message', () => {
    const [first] = message([outermost]).resourceSpans;
    const [second] = message([within(outermost)]).resourceSpans;
    const { parts } = readSpans({ resourceSpans: [second, first] }, 300);
    expect(parts).toMatchObject(once);
  });

  test('if the outer span comes in another message, and the inner one says that it is in the same process', () => {
    const [hasLocalParent, hasRemoteParent] = [0x100, 0x300];
    expect(counts([within(outermost, { flags: hasLocalParent })])).toEqual([]);
    expect(counts([within(outermost, { flags: hasRemoteParent })])).toEqual([{ ...once[0], max: 5 }]);
    expect(counts([span({ flags: hasLocalParent })])).toEqual(once);
    const middleware = within(outermost, { kind: 1, flags: hasLocalParent });
    expect(counts([middleware, within(middleware, { flags: hasLocalParent })])).toEqual([]);
    const fromOutside = within(outermost, { kind: 1, flags: hasRemoteParent });
    expect(counts([fromOutside, within(fromOutside, { flags: hasLocalParent })])).toHaveLength(1);
  });

  test('but one that the service sends to itself is another one', () => {
    const call = within(outermost, { kind: 3 }, { 'server.address': 'shop' });
    expect(counts([outermost, call, within(call)])).toEqual([
      { service: 'shop', count: 2, max: 12.5 },
      { service: 'shop/calls', count: 1, max: 5 },
    ]);
  });

  test('and one whose caller is in another process is counted, also if its parents form a circle', () => {
    expect(counts([span({ parentSpanId: 'f'.repeat(16) })])).toEqual(once);
    const [one, other] = [
      span({ kind: 1, spanId: 'a'.repeat(16), parentSpanId: 'b'.repeat(16) }),
      'a'.repeat(16),
    ];
    const circle = [one, span({ kind: 1, spanId: 'b'.repeat(16), parentSpanId: other })];
    expect(counts([...circle, within(one, { endTimeUnixNano: nano(at + 12.5) })])).toEqual(once);
  });
});

describe('a span is read as proto3 writes it', () => {
  test('with times as numbers, and null for a default', () => {
    const { parts, refused } = read([
      span({
        startTimeUnixNano: at * 1e6,
        endTimeUnixNano: (at + 120) * 1e6,
        status: null,
        parentSpanId: null,
      }),
      span({ attributes: [...attributes(served), null, { key: 'x', value: null }, { key: 'y' }] }),
    ]);
    expect(refused.size).toBe(0);
    expect(parts).toMatchObject([{ count: 2, max: 120 }]);
  });

  test('with an id in bytes, as protobuf has it', () => {
    expect(read([span({ spanId: Buffer.alloc(8, 7), parentSpanId: Buffer.alloc(0) })]).parts).toHaveLength(1);
  });
});

describe('a connection that stays open is not read as latency', () => {
  test.each([
    ['an upgraded one', { ...served, 'http.response.status_code': 101 }],
    [
      'an upgraded one in earlier conventions',
      { 'http.method': 'GET', 'http.route': '/', 'http.status_code': 101 },
    ],
    [
      'a stream of events',
      { ...served, 'http.response.header.content-type': 'text/event-stream; charset=utf-8' },
    ],
  ])('%s', (_, values) => {
    const open = span({ endTimeUnixNano: nano(at + 1_800_000) }, values);
    expect(read([open, span()])).toMatchObject({ parts: [{ count: 1, max: 12.5 }], refused: new Map() });
  });

  test('a stream whose header is recorded as a list', () => {
    const list = { arrayValue: { values: [{ stringValue: 'text/event-stream' }] } };
    const header = { key: 'http.response.header.content-type', value: list };
    expect(read([span({ attributes: [...attributes(served), header] })]).parts).toEqual([]);
  });
});

test('an entry of a message that is wrong takes no other with it', () => {
  const [good] = message([span()]).resourceSpans;
  const { parts, refused } = readingOf({ resourceSpans: [7, good, { scopeSpans: [{ spans: 7 }] }] });
  expect(parts).toMatchObject([{ count: 1 }]);
  expect([...refused.values()]).toEqual([1, 1]);
});

test('internal spans of a service are silently ignored', () => {
  const { parts, refused } = read([span({ kind: 1 }), span({ kind: 0 }), span({ kind: 5 })]);
  expect([parts.length, refused.size]).toEqual([0, 0]);
});

describe('unreadable spans are omitted with a reason, and the rest is kept', () => {
  test.each([
    ['ends before it begins', { endTimeUnixNano: nano(at - 1) }, served, 'it ends before it begins'],
    ['lasts for days', { endTimeUnixNano: nano(at + 90_000_000) }, served, 'it lasts over an hour'],
    [
      'has no number as its time',
      { startTimeUnixNano: 'NaN' },
      served,
      'startTimeUnixNano must be a whole number',
    ],
    ['has no id', { spanId: '' }, served, 'spanId must be 16 hexadecimal digits'],
    ['has no route', {}, { 'http.request.method': 'GET' }, 'a request has neither http.route nor url.path'],
    ['has no method', {}, { 'http.route': '/a' }, 'a request has no http.request.method'],
    [
      'has a method that is none',
      {},
      { ...served, 'http.request.method': 'get it' },
      '"get it /prices" cannot be the name of an endpoint',
    ],
    ['calls nobody', { kind: 3 }, {}, 'a call does not say whom it calls'],
  ])('%s', (_, fields, values, reason) => {
    const { parts, refused } = read([span(), span(fields, values as Record<string, string>)]);
    expect(parts).toMatchObject([{ count: 1 }]);
    expect(Object.fromEntries(refused)).toEqual({ [reason]: 1 });
  });

  test('a service with a name that is not valid here', () => {
    expect(refusedOf([span(), span()], { 'service.name': 'unknown_service:node' })).toEqual({
      'its resource has no service.name; set OTEL_SERVICE_NAME': 2,
    });
    expect(refusedOf([span()], { 'service.name': 'Checkout.API' })).toEqual({
      'its service.name "Checkout.API" is not a name of a service here; set OTEL_SERVICE_NAME="checkout-api"': 1,
    });
    expect(Object.keys(refusedOf([span()], { 'service.name': '店' }))).toEqual([
      'its service.name "店" is not a name of a service here',
    ]);
  });
});

test('a version or instance that is invalid in a key is changed into a valid one', () => {
  const { parts } = read([span()], {
    'service.version': 'feature/ä#1',
    'service.instance.id': 'x'.repeat(99),
  });
  expect(parts).toMatchObject([{ version: 'feature/--1' }]);
  expect(parts[0]?.batch.split('#')[0]).toHaveLength(64);
});

test.each([[{}], [{ resourceSpans: 'none' }], [null], [[]]])('an invalid message is refused: %j', (wrong) => {
  expect(() => readSpans(wrong, 300)).toThrowError(expect.objectContaining({ code: 'otlp/invalid-traces' }));
});
