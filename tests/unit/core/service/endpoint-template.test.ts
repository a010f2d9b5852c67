import { expect, test } from 'vitest';
import { endpointTemplate } from '#core/service/endpoint-template.ts';

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
])('a path that could be a route stays the same: %s', (endpoint) => {
  expect(endpointTemplate(endpoint)).toBe(endpoint);
});
