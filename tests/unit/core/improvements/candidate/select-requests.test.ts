import { describe, expect, it } from 'vitest';
import { selectRequests } from '#core/improvements/candidate/select-requests.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';

const get = (path: string): SeenRequest => ({ method: 'GET', path });
const post = (path: string, body: string): SeenRequest => ({
  method: 'POST',
  path,
  contentType: 'application/json',
  body,
});
const templates = [
  'GET /products/:id',
  'GET /products/new',
  'GET /stock',
  'POST /orders',
  'GET /orders/:id',
  'POST /products/:id/reviews',
  'GET /',
];
const target = 'GET /products/:id';
const select = (seen: readonly SeenRequest[]) => selectRequests(seen, templates, target).requests;
const endpointsOf = (seen: readonly SeenRequest[]) => select(seen).map(({ endpoint }) => endpoint);
const sent = (seen: readonly SeenRequest[]) => select(seen).map(({ method, path }) => `${method} ${path}`);
const many = (count: number, path: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => get(path(i)));

describe('the requests to replay', () => {
  it('name their endpoints, in the order in which production saw them', () => {
    const order = post('/orders', '{}');
    expect(select([get('/stock?page=2'), order, get('/products/7'), get('/')])).toEqual([
      { ...get('/stock?page=2'), endpoint: 'GET /stock' },
      { ...order, endpoint: 'POST /orders' },
      { ...get('/products/7'), endpoint: target },
      { ...get('/'), endpoint: 'GET /' },
    ]);
  });

  it('belong to the most specific template', () => {
    expect(endpointsOf([get('/products/new'), get('/products/newer')])).toEqual([
      'GET /products/new',
      target,
    ]);
  });

  it.each(['/:id', '/{id}', '/*'])('recognize a parameter written %s', (parameter) => {
    const { requests } = selectRequests([get('/products/7')], [`GET /products${parameter}`], target);
    expect(requests[0]?.path).toBe('/products/7');
  });

  it.each([
    ['another method', { method: 'DELETE', path: '/products/7' } as const],
    ['a shorter path', get('/products')],
    ['a longer path', get('/products/7/price')],
    ['another name', get('/prices')],
  ])('omit requests without an endpoint: %s', (_, request) => {
    expect(select([request])).toEqual([]);
  });

  it('are unique by query and body', () => {
    const order = (body: string) => post('/orders', body);
    expect(
      select([get('/stock'), get('/stock'), get('/stock?page=2'), order('1'), order('2'), order('1')]),
    ).toHaveLength(4);
  });

  it('are at most 30 to the endpoint under improvement and 6 to every other', () => {
    const seen = [...many(50, (i) => `/products/${i}`), ...many(50, (i) => `/stock?page=${i}`)];
    const endpoints = endpointsOf(seen);
    expect(endpoints.filter((item) => item === target)).toHaveLength(30);
    expect(endpoints.filter((entry) => entry === 'GET /stock')).toHaveLength(6);
  });

  it('reach every endpoint of a service with many', () => {
    const names = Array.from({ length: 200 }, (_, i) => `GET /page-${i}`);
    const seen = names.flatMap((name) => [get(name.slice(4)), get(`${name.slice(4)}?again`)]);
    const { requests } = selectRequests(seen, names, 'GET /page-0');
    expect(new Set(requests.map(({ endpoint }) => endpoint)).size).toBe(200);
    expect(requests).toHaveLength(201);
  });

  it('have as many shapes as possible, however late these come', () => {
    const seen = [...many(40, (i) => `/products/${i}`), get('/products/1?currency=EUR')];
    expect(sent(seen)).toContain('GET /products/1?currency=EUR');
    const bodies = [
      ...many(0, String),
      ...Array.from({ length: 9 }, (_, i) => post('/orders', `{"sku":${i}}`)),
    ];
    const list = post('/orders', '{"skus":[1,2]}');
    expect(select([...bodies, list])).toContainEqual({ ...list, endpoint: 'POST /orders' });
  });

  it('read back what a write wrote', () => {
    const seen = [
      ...many(8, (i) => `/orders/${i}`),
      get('/orders/17'),
      post('/orders', '{"sku":1}'),
      get('/orders/18'),
      get('/orders/18'),
    ];
    expect(sent(seen).slice(-3)).toEqual(['GET /orders/17', 'POST /orders', 'GET /orders/18']);
  });

  it('repeat a read before and after a write of what the endpoint under improvement reads', () => {
    const seen = [
      get('/products/7'),
      ...many(9, (i) => `/products/${i + 20}`),
      ...Array.from({ length: 9 }, (_, i) => post(`/products/${i + 500}/reviews`, '{}')),
      post('/products/7/reviews', '{}'),
      get('/products/7'),
    ];
    expect(sent(seen).filter((line) => line.includes('/7'))).toEqual([
      'GET /products/7',
      'POST /products/7/reviews',
      'GET /products/7',
    ]);
  });

  it('never lack their body', () => {
    const large: SeenRequest = { method: 'POST', path: '/orders', bodyOmitted: true };
    expect(select([large, get('/stock')])).toEqual([{ ...get('/stock'), endpoint: 'GET /stock' }]);
  });

  it('are empty without recorded requests', () => {
    expect(select([])).toEqual([]);
  });
});

it('counts what the requests were selected from', () => {
  const large: SeenRequest = { method: 'POST', path: '/orders', bodyOmitted: true };
  const seen = [
    ...many(50, (i) => `/products/${i}`),
    get('/products/1'),
    get('/products/1?currency=EUR'),
    large,
    get('/unknown'),
  ];
  const { recorded } = selectRequests(seen, templates, target);
  expect(recorded).toEqual({ requests: 52, targetShapes: 2 });
  expect(selectRequests([large], templates, 'POST /orders').recorded).toEqual({
    requests: 1,
    targetShapes: 1,
  });
});
