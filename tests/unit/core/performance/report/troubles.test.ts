import { expect, test } from 'vitest';
import { troublesOf } from '#core/performance/report/troubles.ts';

const window = (fields: object) => ({ endpoint: 'GET /a', count: 100, errors: 0, ...fields });

test.each([
  [{ errors: 51 }, /^51 of 100 requests failed with a status of 500 or above: read the log/],
  [{ rejections: 60 }, /^60 of 100 requests were refused with a status of 400 to 499/],
  [{ endpoint: 'GET /(unmatched)' }, /^100 of 100 requests matched no route/],
])('most requests with %j are said first, with what helps', (fields, sentence) => {
  expect(troublesOf([window(fields)])).toEqual([expect.stringMatching(sentence)]);
});

test('what half of the requests or fewer show is not', () => {
  expect(troublesOf([window({ errors: 50, rejections: 50 })])).toEqual([]);
  expect(troublesOf([window({ endpoint: 'GET /(unmatched)' }), window({ count: 150 })])).toEqual([]);
});

test('a few requests say nothing, and none at all', () => {
  expect(troublesOf([window({ count: 19, errors: 19 })])).toEqual([]);
  expect(troublesOf([])).toEqual([]);
});
