import { expect, test } from 'vitest';
import { noticeUnmatched } from '#recorder/unmatched-notice.ts';

/** What is said while requests come of which every nth is matched. */
function said(requests: number, nth: number): readonly string[] {
  const problems: string[] = [];
  const notice = noticeUnmatched((problem) => problems.push(problem));
  for (let request = 0; request < requests; request += 1) notice(request % nth === 0);
  return problems;
}

test('a service most of whose requests match no route is told so, once', () => {
  expect(said(1_000, 4)).toEqual([expect.stringContaining('150 of the first 200 requests matched no route')]);
});

test('nothing is said of a service most of whose requests have a route, or that has few requests', () => {
  expect(said(1_000, 2)).toEqual([]);
  expect(said(199, 4)).toEqual([]);
});
