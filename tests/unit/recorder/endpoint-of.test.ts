import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { expressEndpoint, safeEndpointOf } from '#recorder/endpoint-of.ts';

function request(method: string, more: object = {}): IncomingMessage {
  return Object.assign(new IncomingMessage(new Socket()), { method, url: '/things/1' }, more);
}

test('a request without a route is unmatched', () => {
  expect(expressEndpoint(request('GET'))).toBe('GET /(unmatched)');
});

test('a request is unmatched if endpointOf throws', () => {
  const broken = safeEndpointOf(() => {
    throw new Error('no name');
  });
  expect(broken(request('POST'))).toBe('POST /(unmatched)');
});

test('an endpoint that the collector would reject is replaced', () => {
  for (const name of ['things', 'GET things', 'GET /two words', `GET /${'x'.repeat(400)}`, '']) {
    expect(safeEndpointOf(() => name)(request('GET'))).toBe('GET /(unmatched)');
  }
});

test('a route with a regular expression instead of a path is unmatched', () => {
  expect(expressEndpoint(request('GET', { route: { path: /^\/things/ } }))).toBe('GET /(unmatched)');
});

test('a method that the collector does not know is not measured', () => {
  expect(safeEndpointOf(expressEndpoint)(request('PROPFIND'))).toBeNull();
});
