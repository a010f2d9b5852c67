import { expect, test } from 'vitest';
import { nameParameters } from '#recorder/frameworks/name-parameters.ts';
import { templateOf } from '#recorder/frameworks/route-path.ts';
import { unexplainedMount } from '#recorder/frameworks/unexplained-mount.ts';

test('of several paths of a route, the template is the one that fits the request', () => {
  const paths = ['/a', ['/b/:id', /^\/c\/(\d+)$/], '/files/*rest'];
  expect(templateOf(paths, '/a')).toBe('/a');
  expect(templateOf(paths, '/b/17/')).toBe('/b/:id');
  expect(templateOf(paths, '/c/17')).toBe('/c/(\\d+)');
  expect(templateOf(paths, '/files/x/y')).toBe('/files/*rest');
});

test('where none fits as far as can be told, the template is the first', () => {
  expect(templateOf(['/{a}', '/b'], '/a')).toBe('/{a}');
});

test('a template begins with a slash', () => {
  expect(templateOf('*', '/a')).toBe('/*');
  expect(templateOf(/.*fly$/, '/butterfly')).toBe('/.*fly');
});

test('each value of a parameter is replaced once, also if the path escapes it', () => {
  expect(nameParameters('/users/joe%20b/joe', { name: 'joe b' })).toBe('/users/:name/joe');
  expect(nameParameters('/users/%ZZ/x', { name: 'x', other: undefined })).toBe('/users/%ZZ/:name');
});

test('the first segments of a path that its template does not explain are what mounted the route', () => {
  expect(unexplainedMount('/orders/:id', '/api/orders/17')).toBe('/api');
  expect(unexplainedMount('/orders/:id', '/tenants/17/orders/17')).toBe('/tenants/:id');
  expect(unexplainedMount('/orders', '/acme/orders', { tenant: 'acme' })).toBe('/:tenant');
  expect(unexplainedMount('/orders', '/orders')).toBe('');
  expect(unexplainedMount('/files/*', '/files/a/b')).toBe('');
});
