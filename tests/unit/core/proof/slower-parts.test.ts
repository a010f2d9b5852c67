import { describe, expect, it } from 'vitest';
import { findSlowerParts, suspectsIn } from '#core/proof/slower-parts.ts';
import type { TimedBlock } from '#core/proof/timed-block.ts';

/** Eight blocks of a request, with a jitter of 2 %. */
function timed(request: string, base: number, candidate: number): TimedBlock[] {
  return Array.from({ length: 8 }, (_, i) => {
    const jitter = 1 + 0.02 * Math.sin(7 * i);
    return { request, base: [base * jitter, base], candidate: [candidate / jitter] };
  });
}

const found = (blocks: readonly TimedBlock[]) => findSlowerParts(blocks, 1.05).map(({ what }) => what);

describe('a part is slower', () => {
  it('if a request certainly is, and the slowest comes first', () => {
    const blocks = [...timed('GET /a', 40, 10), ...timed('GET /b', 40, 60), ...timed('GET /c', 40, 90)];
    expect(found(blocks)).toEqual(['GET /c', 'GET /b']);
    expect(findSlowerParts(blocks, 1.05)[0]).toMatchObject({ pairs: 8, high: expect.any(Number) });
    expect(findSlowerParts(blocks, 1.05)[0]?.milliseconds).toBeCloseTo(50, 0);
  });

  it('not by less than 2 ms, nor within the noise', () => {
    expect(found(timed('GET /a', 1, 2.9))).toEqual([]);
    expect(found(timed('GET /a', 100, 104))).toEqual([]);
  });

  it('not if the times of it vary too much to tell', () => {
    const varying = timed('GET /a', 40, 50).map((block, i) => ({
      ...block,
      candidate: [i % 2 === 0 ? 20 : 90],
    }));
    expect(found(varying)).toEqual([]);
    expect(suspectsIn(varying)).toEqual(['GET /a']);
  });

  it('if a quarter of the requests is, although no request was timed often', () => {
    const blocks = Array.from({ length: 12 }, (_, i) => {
      const isLarge = i >= 9;
      return timed(`GET /${i}`, 10 + i, isLarge ? 40 : 2).slice(0, 2);
    }).flat();
    expect(found(blocks)).toEqual(['3 requests that take the base 19.1 ms to 21.1 ms']);
  });
});
