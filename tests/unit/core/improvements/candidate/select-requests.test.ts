import { describe, expect, it } from 'vitest';
import { selectRequests } from '#core/improvements/candidate/select-requests.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';

const get = (path: string): SeenRequest => ({ method: 'GET', path });
const templates = ['GET /products/:id', 'GET /products/new', 'GET /stock', 'POST /orders', 'GET /'];
const target = 'GET /products/:id';
const select = (seen: readonly SeenRequest[]) => selectRequests(seen, templates, target);
const endpointsOf = (seen: readonly SeenRequest[]) => select(seen).map(({ endpoint }) => endpoint);
const many = (count: number, path: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => get(path(i)));

describe('the requests to replay', () => {
  it('name their endpoints, in the order in which production saw them', () => {
    const order: SeenRequest = {
      method: 'POST',
      path: '/orders',
      contentType: 'application/json',
      body: '{}',
    };
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
    const [selected] = selectRequests([get('/products/7')], [`GET /products${parameter}`], target);
    expect(selected?.path).toBe('/products/7');
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
    const post = (body: string): SeenRequest => ({ method: 'POST', path: '/orders', body });
    expect(
      select([get('/stock'), get('/stock'), get('/stock?page=2'), post('1'), post('2'), post('1')]),
    ).toHaveLength(4);
  });

  it('are at most 30 to the endpoint under improvement and 6 to every other', () => {
    const seen = [...many(50, (i) => `/products/${i}`), ...many(50, (i) => `/stock?page=${i}`)];
    const endpoints = endpointsOf(seen);
    expect(endpoints.filter((item) => item === target)).toHaveLength(30);
    expect(endpoints.filter((entry) => entry === 'GET /stock')).toHaveLength(6);
  });

  it('are empty without recorded requests', () => {
    expect(select([])).toEqual([]);
  });
});
