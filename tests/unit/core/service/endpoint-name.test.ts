import { expect, test } from 'vitest';
import { EndpointName, endpointNamed } from '#core/service/endpoint-name.ts';

test.each([
  'GET /',
  'GET /tenants/:tenant/orders',
  'GET /files/*path',
  'QUERY /orders',
  'PROPFIND /calendar/{id}',
  'M-SEARCH /devices',
  'REPORT /cards/:id(\\d+)',
  'GET /café/:id',
  'POST /注文/:番号',
  'GET /(unmatched)',
  'GET /می\u200cرم/:id',
  'GET /क्\u200dष',
])('%s is the name of an endpoint', (name) => {
  expect(EndpointName.parse(name)).toBe(name);
});

test.each([
  ['GET orders/{id}', 'GET /orders/{id}'],
  ['GET {controller}/{action}', 'GET /{controller}/{action}'],
])('a missing slash is added: %s is %s', (name, complete) => {
  expect(EndpointName.parse(name)).toBe(complete);
});

test.each([
  ['no method', '/orders'],
  ['no route', 'GET'],
  ['an empty route', 'GET '],
  ['a method in small letters', 'get /orders'],
  ['a method of 21 letters', `${'A'.repeat(21)} /`],
  ['white space', 'GET /a b'],
  ['a line break', 'GET /a\nb'],
  ['another line', 'GET /a\n'],
  ['a separator of keys', 'GET /a#b'],
  ['a control character', 'GET /a\u0000'],
  ['a mark that turns the writing direction', 'GET /a\u202e'],
  ['a space without width', 'GET /a\u200b'],
  ['a mark of a byte order', 'GET /a\ufeff'],
  ['a hyphen that is not shown', 'GET /a\u00ad'],
  ['half of a character', 'GET /\ud800'],
  ['301 characters', `GET /${'x'.repeat(296)}`],
])('a name with %s is refused', (_what, name) => {
  expect(EndpointName.safeParse(name).success).toBe(false);
});

test('a route is named as its router tells it, with white space and # encoded', () => {
  expect(endpointNamed('GET', 'api/orders/{id}')).toBe('GET /api/orders/{id}');
  expect(endpointNamed('GET', '/search results')).toBe('GET /search%20results');
  expect(endpointNamed('GET', '/a#b')).toBe('GET /a%23b');
  expect(endpointNamed('_OTHER', '/a')).toBeNull();
});
