import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Instant } from '#core/instant.ts';

const june = Date.UTC(2026, 5, 1, 9);

test.each([
  june,
  june / 1_000,
  String(june),
  `${june / 1_000}.0`,
  '2026-06-01T09:00:00Z',
  '2026-06-01T09:00:00.000000+00:00',
  '2026-06-01 11:00:00+02',
  '2026-06-01T04:00-0500',
])('%j is nine in the morning of the first of June 2026, UTC', (written) => {
  expect(Instant.parse(written)).toBe(june);
});

test.each([
  ['2026-06-01', /has no time zone: write/],
  ['2026-06-01T09:00:00', /has no time zone: write/],
  ['yesterday', /is no time in ISO 8601, such as/],
  ['2026-13-01T09:00:00Z', /there is no such day/],
  ['2026-02-30T09:00:00Z', /there is no such day/],
  ['2026-02-29 09:00:00+02', /there is no such day/],
  ['2026-06-31', /there is no such day/],
  ['2026-00-10T09:00:00Z', /there is no such day/],
  ['2026-06-01T25:00:00Z', /is no time from 2000 to 2099/],
  ['1999-12-31T23:59:59Z', /is no time from 2000 to 2099/],
  [0, /neither in milliseconds nor in seconds/],
  [-1, /neither in milliseconds nor in seconds/],
  [june * 1_000, /neither in milliseconds nor in seconds/],
])('%j is refused with what is wrong', (written, message) => {
  expect(Instant.safeParse(written).error?.issues[0]?.message).toMatch(message);
});

test('no number is a time both in seconds and in milliseconds', () => {
  const seconds = fc.integer({ min: Date.UTC(2000, 0, 1) / 1_000, max: Date.UTC(2100, 0, 1) / 1_000 - 1 });
  fc.assert(
    fc.property(seconds, (written) => {
      expect(Instant.parse(written)).toBe(written * 1_000);
      expect(Instant.parse(written * 1_000)).toBe(written * 1_000);
    }),
  );
});
