import { expect, test } from 'vitest';
import { endpointMatcher } from '#core/service/match-endpoint.ts';

const endpointOf = (endpoints: readonly string[], method: string, path: string) =>
  endpointMatcher(endpoints)({ method, path });

test.each([
  ['GET /tenants/:tenant/orders', '/tenants/acme/orders?page=2', '/tenants/acme'],
  ['GET /flights/:from-:to', '/flights/VIE-LHR', '/flights/VIE-LHR'],
  ['GET /reports/:year(\\d+).pdf', '/reports/2024.pdf', '/reports/2024.pdf'],
  ['GET /jobs/{id}:cancel', '/jobs/7:cancel', '/jobs/7:cancel'],
  ['GET /pages/[slug]', '/pages/about', '/pages/about'],
  ['GET /users/<id>/photo', '/users/7/photo', '/users/7'],
  ['GET /files/*name', '/files/a', '/files/a'],
  ['GET /café/:id', '/caf%C3%A9/7', '/caf%C3%A9/7'],
  ['GET /注文', '/%E6%B3%A8%E6%96%87', '/%E6%B3%A8%E6%96%87'],
  ['GET /100%', '/100%', '/100%'],
])('%s serves %s', (endpoint, path, resource) => {
  expect(endpointOf([endpoint], 'GET', path)).toEqual({ endpoint, resource });
});

test.each([
  ['GET /flights/:from-:to', '/flights/VIE'],
  ['GET /reports/:year.pdf', '/reports/2024.html'],
  ['GET /a.b', '/axb'],
  ['GET /users/:id', '/users/7/photo'],
])('%s does not serve %s', (endpoint, path) => {
  expect(endpointOf([endpoint], 'GET', path)).toBeNull();
});

test('of two that match, the one with more literal segments is meant', () => {
  const both = ['GET /products/:id', 'GET /products/new'];
  expect(endpointOf(both, 'GET', '/products/new')?.endpoint).toBe('GET /products/new');
});

test('of two that match with as many literal segments, the first is meant', () => {
  const both = ['GET /:kind/prices', 'GET /shops/:id'];
  expect(endpointOf(both, 'GET', '/shops/prices')?.endpoint).toBe('GET /:kind/prices');
  expect(endpointOf(both.toReversed(), 'GET', '/shops/prices')?.endpoint).toBe('GET /shops/:id');
});

test('a literal segment does not hide a parameter that leads on', () => {
  const both = ['GET /shops/new', 'GET /shops/:id/prices'];
  expect(endpointOf(both, 'GET', '/shops/new/prices')?.endpoint).toBe('GET /shops/:id/prices');
});

test('of ten thousand endpoints a request passes by nearly all', () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `GET /things${i}/:id/parts/:part`);
  const match = endpointMatcher(names);
  const before = process.cpuUsage();
  for (const [i, endpoint] of names.entries())
    expect(match({ method: 'GET', path: `/things${i}/7/parts/8` })?.endpoint === endpoint).toBe(true);
  // Trying one after the other takes minutes.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
});

test('a method of its own is matched like any other', () => {
  expect(endpointOf(['PROPFIND /files/:id'], 'PROPFIND', '/files/7')).not.toBeNull();
  expect(endpointOf(['PROPFIND /files/:id'], 'GET', '/files/7')).toBeNull();
});
