import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpointTemplate, pathTemplate } from '#core/service/endpoint-template.ts';

test.each([
  ['GET /users/42', 'GET /users/:id'],
  ['GET /users/42/orders/7', 'GET /users/:id/orders/:id'],
  ['PUT /files/3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'PUT /files/:id'],
  ['GET /commits/1f354bf09c2e4a55', 'GET /commits/:id'],
  ['GET /sessions/dGhpcyBpcyBh3k4n5tZm9', 'GET /sessions/:id'],
  ['DELETE /charges/ch_3MmlLrLkdIwHu7ix', 'DELETE /charges/:id'],
])('an identifier in the path becomes a parameter: %s', (endpoint, template) => {
  expect(endpointTemplate(endpoint)).toBe(template);
});

test.each([
  'GET /',
  'GET /v1/users/:id',
  'GET /v2/users/{id}/orders',
  'GET /categories/garden-furniture/prices',
  'GET /oauth2/token',
  'GET /reports/q3-2026.pdf',
  'GET /internationalization-settings',
  'GET /*',
  'GET /2024-report',
  'GET /users/anna/orders',
  'GET /café/menu',
])('a path that could be a route stays the same: %s', (endpoint) => {
  expect(endpointTemplate(endpoint)).toBe(endpoint);
});

describe('the route of a path that no router named', () => {
  test.each([
    ['/users/anna/orders', '/users/:id/orders'],
    ['/users/42', '/users/:id'],
    ['/api/v2/categories/garden-furniture/prices', '/api/v2/categories/:id/prices'],
    ['/users/anna@example.org', '/users/:id'],
    ['/oauth2/token', '/oauth2/token'],
    ['/v1/status/live/now', '/v1/status/live/now'],
    ['/access/denied/page', '/access/denied/page'],
    ['/users/', '/users/'],
    ['/', '/'],
  ])('of %s is %s', (path, template) => {
    expect(pathTemplate(path)).toBe(template);
  });

  const ids = fc.oneof(
    fc.nat().map(String),
    fc.uuid(),
    fc.stringMatching(/^[0-9a-f]{23}\d$/),
    fc.emailAddress(),
  );
  const names = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/);

  test('stays one endpoint for any number of ids and of names of members', () => {
    const paths = fc.array(
      fc.oneof(
        ids.map((id) => `/orders/${encodeURIComponent(id).replace('%40', '@')}`),
        names.map((name) => `/tenants/${name}/invoices`),
      ),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(paths, (all) => {
        expect(new Set(all.map(pathTemplate)).size).toBeLessThanOrEqual(2);
      }),
    );
  });
});
