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

test('a method of its own is matched like any other', () => {
  expect(endpointOf(['PROPFIND /files/:id'], 'PROPFIND', '/files/7')).not.toBeNull();
  expect(endpointOf(['PROPFIND /files/:id'], 'GET', '/files/7')).toBeNull();
});
