import { expect, test } from 'vitest';
import { findingView } from '#functions/api/views/finding.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { aService } from '../../../../support/service.ts';

const hour = 3_600_000;
const { finding } = anImprovement();
const linkOf = (fields: Partial<typeof finding>, repository: string) =>
  findingView({ ...finding, ...fields }, aService({ repository })).link;

test.each([
  ['https://github.com/acme/shop.git', 'https://github.com/acme/shop/blob/main/src/prices.ts#L3'],
  ['https://gitlab.com/acme/web/shop', 'https://gitlab.com/acme/web/shop/-/blob/main/src/prices.ts#L3'],
])('a finding with a profile links to its hottest line: %s', (repository, link) => {
  expect(linkOf({}, repository)).toBe(link);
});

test.each([
  ['x?y#z/a b.ts', 'https://github.com/acme/shop/blob/main/x%3Fy%23z/a%20b.ts#L3'],
  ['../../../evil/x.ts', '/api/v1/learning/performance/report?service=shop&hours=744'],
])('what is in a file name cannot lead elsewhere: %s', (file, link) => {
  const [hot] = finding.hottest;
  expect(linkOf({ hottest: hot ? [{ ...hot, file }] : [] }, 'https://github.com/acme/shop')).toBe(link);
});

test.each([
  [{ hottest: [] }, 'https://github.com/acme/shop'],
  [{}, '/home/shop'],
  [{}, 'https://git.example.com/shop'],
])('without a line that the web shows it links to the report since it began', (fields, repository) => {
  const begun = { since: finding.to - 3.5 * hour, ...fields };
  expect(linkOf(begun, repository)).toBe('/api/v1/learning/performance/report?service=shop&hours=4');
});

test('a report reaches back for a month at most, and for an hour at least', () => {
  expect(linkOf({ since: 0, hottest: [] }, '/shop')).toMatch(/hours=744$/);
  expect(linkOf({ since: finding.to, hottest: [] }, '/shop')).toMatch(/hours=1$/);
});
