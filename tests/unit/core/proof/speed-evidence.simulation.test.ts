import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { compareSpeed, leastGain, type SpeedEvidence } from '#core/proof/speed-evidence.ts';
import { drawBlocks, type Setting, typical } from './simulated-times.ts';

/** What the gates ask of a gain. */
function isProven({ gain, noise, p95, slower }: SpeedEvidence): boolean {
  return gain.low >= leastGain(noise) && (p95 === null || p95.high >= 1) && slower.length === 0;
}

/** The share of runs of which `holds`. */
function shareOf(
  runs: number,
  setting: Partial<Setting>,
  speedup: (place: number) => number,
  holds: (evidence: SpeedEvidence) => boolean,
): number {
  let count = 0;
  for (let run = 1; run <= runs; run += 1) {
    const blocks = drawBlocks(run, { ...typical, ...setting }, speedup);
    const evidence = compareSpeed(blocks, [], seededRandom(run));
    if (evidence !== null && holds(evidence)) count += 1;
  }
  return count / runs;
}

const same = () => 1;

describe('two equal versions', () => {
  it.each<[string, number, Partial<Setting>]>([
    ['on a typical machine', 300, {}],
    ['with only one request', 300, { requests: 1, blocks: 40 }],
    ['on a loud machine', 200, { spread: 0.35, pauses: 0.1 }],
    ['on a very loud machine', 200, { spread: 1, pauses: 0.2 }],
    ['whose processes differ by 2 %', 300, { betweenProcesses: 0.02, blocks: 60 }],
    ['timed 6 times', 1_000, { blocks: 6 }],
    ['timed 6 times on a loud machine', 1_000, { blocks: 6, spread: 0.6, pauses: 0.2 }],
    ['timed 19 times', 500, { blocks: 19 }],
    ['timed 20 times', 300, { blocks: 20 }],
  ])('are called faster in at most one of 100 runs %s', (_, runs, setting) => {
    const faster = shareOf(runs, setting, same, ({ gain, noise }) => gain.low >= leastGain(noise));
    expect(faster).toBeLessThanOrEqual(0.01);
  });

  it('have a part that is called slower in at most one of 100 runs', () => {
    expect(shareOf(300, {}, same, ({ slower }) => slower.length > 0)).toBeLessThanOrEqual(0.01);
  });
});

describe('a gain', () => {
  it.each<[string, number, Partial<Setting>]>([
    ['of 1.5x on a typical machine', 1.5, {}],
    ['of 1.5x on a loud machine', 1.5, { spread: 0.35, pauses: 0.1 }],
    ['of 4x that was timed 6 times', 4, { blocks: 6, pauses: 0 }],
  ])('%s is proven in at least 95 of 100 runs', (_, ratio, setting) => {
    expect(shareOf(100, setting, () => ratio, isProven)).toBeGreaterThanOrEqual(0.95);
  });

  it('that is bought with slower large requests is not proven', () => {
    const largeIsSlower = (place: number) => (place > 0.8 ? 0.5 : 5);
    expect(shareOf(100, {}, largeIsSlower, ({ gain }) => gain.low > 1.5)).toBe(1);
    expect(shareOf(100, {}, largeIsSlower, isProven)).toBeLessThanOrEqual(0.05);
  });
});

it('a gain of 1.2x is proven the more rarely, the louder the machine is', () => {
  const passing = [0.05, 0.2, 0.8].map((spread) => shareOf(100, { spread }, () => 1.2, isProven));
  expect(passing).toEqual(passing.toSorted((a, b) => b - a));
});
