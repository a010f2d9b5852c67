import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createNamer, type EndpointOf } from '#recorder/endpoint-of.ts';
import { note, noteOf } from '#recorder/request-note.ts';

function named(method: string, more: object, status = 200): string | null {
  const req = Object.assign(new IncomingMessage(new Socket()), { method, url: '/things/1' }, more);
  const res = new ServerResponse(req);
  res.statusCode = status;
  return createNamer(() => {})(req, res);
}

/** With a name that the service gave. */
function namedBy(endpointOf: EndpointOf): string | null {
  const req = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/things/1' });
  note(req);
  const known = noteOf(req);
  if (known) known.endpointOf = endpointOf;
  return createNamer(() => {})(req, new ServerResponse(req));
}

test('a request without a route that was served has the route that its path suggests', () => {
  expect(named('GET', {})).toBe('GET /things/:id');
});

test('a request without a route that was not found is unmatched', () => {
  expect(named('GET', {}, 404)).toBe('GET /(unmatched)');
});

test('a request is unmatched if endpointOf throws', () => {
  const broken = namedBy(() => {
    throw new Error('no name');
  });
  expect(broken).toBe('GET /(unmatched)');
});

test('an endpoint may have the joiners that words in Persian have within', () => {
  expect(namedBy(() => 'GET /می\u200cرم')).toBe('GET /می\u200cرم');
});

test('an endpoint that the collector would reject is replaced', () => {
  for (const name of ['things', 'GET things', 'GET /two words', 'GET /a#b', `GET /${'x'.repeat(400)}`, ''])
    expect(namedBy(() => name)).toBe('GET /(unmatched)');
});

test('a route without a leading slash gets one', () => {
  expect(named('GET', { route: { path: 'things/:id' } })).toBe('GET /things/:id');
});

test('a route in any script keeps its name', () => {
  expect(named('GET', { route: { path: '/größe/:id' } })).toBe('GET /größe/:id');
});

test('a route with a regular expression instead of a path is named by that', () => {
  expect(named('GET', { route: { path: /^\/things\/(\d+)$/ } })).toBe('GET /things/(\\d+)');
});

test('methods beyond the usual are measured', () => {
  for (const method of ['PROPFIND', 'M-SEARCH', 'QUERY'])
    expect(named(method, { url: '/things', route: { path: '/things' } })).toBe(`${method} /things`);
});

test('what is no method is not measured', () => {
  expect(named('get', {})).toBeNull();
});
