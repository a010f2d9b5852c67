import { expect, test } from 'vitest';
import { momentsOf } from '#local/demo/moments.ts';

const request = (at: number, path: string) => ({ at, method: 'GET' as const, path });
const pathsOf = (requests: Parameters<typeof momentsOf>[0]) =>
  momentsOf(requests).map(({ at, due }) => [at, due.map(({ path }) => path)]);

test('what is due at the same time stays together', () => {
  expect(pathsOf([request(0, '/a'), request(5, '/b'), request(5, '/c'), request(6, '/d')])).toEqual([
    [0, ['/a']],
    [5, ['/b', '/c']],
    [6, ['/d']],
  ]);
});

test('of a file that gives all requests one time, no more than eight are sent at once', () => {
  const all = Array.from({ length: 20 }, (_, i) => request(0, `/${i}`));

  expect(momentsOf(all).map(({ due }) => due.length)).toEqual([8, 8, 4]);
  expect(momentsOf(all).flatMap(({ due }) => due)).toEqual(all);
});
