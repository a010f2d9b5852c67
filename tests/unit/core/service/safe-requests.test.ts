import { expect, it } from 'vitest';
import { safeRequests } from '#core/service/safe-requests.ts';

const isSafe = safeRequests({
  safe: ['POST /search', 'POST /carts/:id/quote'],
  skip: ['GET /logout', 'GET /queues/:id/next'],
});

it.each([
  ['GET', '/prices?page=2', true],
  ['HEAD', '/prices', true],
  ['POST', '/prices', false],
  ['DELETE', '/prices/1', false],
  ['OPTIONS', '/prices', false],
  ['POST', '/search?q=a', true],
  ['POST', '/carts/7/quote', true],
  ['POST', '/carts/7/pay', false],
  ['GET', '/logout', false],
  ['GET', '/queues/7/next?wait=1', false],
  ['GET', '/queues/7', true],
])('%s %s may be sent again: %s', (method, path, expected) => {
  expect(isSafe({ method, path })).toBe(expected);
});
