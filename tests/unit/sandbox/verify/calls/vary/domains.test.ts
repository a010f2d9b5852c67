import { expect, test } from 'vitest';
import { domainsOf } from '#sandbox/verify/calls/vary/domains.ts';

test('texts of one place belong together, and so do places that have a text in common', () => {
  const domains = domainsOf([['ada', 'bo'], ['red'], ['eve'], ['bo', 'eve']]);
  expect([...(domains.get('ada') ?? [])].toSorted()).toEqual(['ada', 'bo', 'eve']);
  expect(domains.get('eve')).toEqual(domains.get('ada'));
  expect(domains.get('red')).toEqual(['red']);
});
