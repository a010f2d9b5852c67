import fc from 'fast-check';
import { expect, test } from 'vitest';
import { waitsFor } from '#core/performance/findings/waits-for.ts';

const slow = { endpoint: 'GET /fast', measured: 250, limit: 100 };
const time = (own: number, ...behind: [string, number][]) => ({
  time: { own, behind: behind.map(([endpoint, share]) => ({ endpoint, share })) },
});

test('an endpoint that is behind another one nearly all of its time waits for it', () => {
  expect(waitsFor(slow, time(0.01, ['GET /slow', 0.85]))).toEqual({
    endpoint: 'GET /slow',
    share: 0.85,
    own: 0.01,
    summary:
      "GET /fast waits for GET /slow in the same process: 85 % of its time that one's code ran, 1 % its own.",
  });
});

test('behind several others it waits for the one that takes most', () => {
  expect(waitsFor(slow, time(0, ['GET /slow', 0.6], ['GET /other', 0.2]))).toMatchObject({
    endpoint: 'GET /slow',
    summary:
      "GET /fast waits for GET /slow in the same process: 60 % of its time that one's code ran, 20 % that of others, 0 % its own.",
  });
});

test.each([
  ['its own code takes a share', slow, time(0.2, ['GET /slow', 0.75])],
  ['most of its time it waits for something else', slow, time(0, ['GET /slow', 0.4])],
  ['it would be slow without the other one', { ...slow, measured: 1_000 }, time(0, ['GET /slow', 0.8])],
  ['nobody was in front of it', slow, time(0)],
  ['its recorder does not tell', slow, {}],
])('an endpoint is slow by itself if %s', (_, finding, profile) => {
  expect(waitsFor(finding, profile)).toBeNull();
});

test('more of its own code never makes it wait, and more of others never ends the wait', () => {
  const share = fc.double({ min: 0, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(share, share, share, share, (own, moreOwn, behind, moreBehind) => {
      const isWaiting = (mine: number, others: number) =>
        waitsFor(slow, time(mine, ['GET /slow', others])) !== null;
      if (isWaiting(own + moreOwn, behind)) expect(isWaiting(own, behind)).toBe(true);
      if (isWaiting(own, 0.5 + behind)) expect(isWaiting(own, 0.5 + Math.max(behind, moreBehind))).toBe(true);
    }),
  );
});
