import { describe, expect, it } from 'vitest';
import { shapeOf } from '#core/improvements/candidate/request-shape.ts';

type Given = readonly [path: string, body?: string];
const shape = (...[path, body]: Given) =>
  shapeOf({ endpoint: 'POST /orders', path, ...(body === undefined ? {} : { body }) });

describe('two requests have one shape', () => {
  it.each<[string, Given, Given]>([
    ['other values of the query', ['/orders?a=1&b=2'], ['/orders?b=7&a=']],
    [
      'other values in the body',
      ['/orders', '{"sku":1,"tags":["a"]}'],
      ['/orders', '{"tags":["b","c"],"sku":2}'],
    ],
    ['other text', ['/orders', 'tea'], ['/orders', 'two pies']],
  ])('with %s', (_, first, second) => {
    expect(shape(...first)).toBe(shape(...second));
  });
});

describe('two requests have different shapes', () => {
  it.each<[string, Given, Given]>([
    ['another parameter', ['/orders?a=1'], ['/orders?b=1']],
    ['a body or none', ['/orders'], ['/orders', '{}']],
    ['another property', ['/orders', '{"sku":1}'], ['/orders', '{"code":1}']],
    ['another type', ['/orders', '{"sku":1}'], ['/orders', '{"sku":"1"}']],
    ['null for an object', ['/orders', '{"to":{}}'], ['/orders', '{"to":null}']],
    ['an empty list', ['/orders', '{"tags":[]}'], ['/orders', '{"tags":["a"]}']],
    ['items of two types', ['/orders', '[1]'], ['/orders', '[1,"a"]']],
  ])('with %s', (_, first, second) => {
    expect(shape(...first)).not.toBe(shape(...second));
  });
});

it('a body that is nested without end has a shape', () => {
  expect(shape('/orders', `${'['.repeat(30_000)}${']'.repeat(30_000)}`)).toBe(
    shape('/orders', `${'['.repeat(9)}${']'.repeat(9)}`),
  );
});
