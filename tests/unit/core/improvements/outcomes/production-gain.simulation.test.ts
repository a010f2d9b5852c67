import { expect, it } from 'vitest';
import { productionGain } from '#core/improvements/outcomes/production-gain.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { partsOf } from '#core/performance/windows/window-part.ts';
import { minute } from '#core/time.ts';
import { batchOf } from '../../performance/batches.ts';

const runs = 300;

/** Three hours of requests whose speed differs from window to window, as that of a shared machine. */
function hoursOf(random: () => number, duration: number) {
  return Array.from({ length: 36 }, (_, window) => {
    const level = duration * Math.exp(0.15 * normal(random));
    const measurements = Array.from({ length: 40 }, (_request, i) => ({
      endpoint: 'GET /prices',
      at: window * 5 * minute + i * 1_000,
      duration: level * Math.exp(0.5 * normal(random)),
      status: 200,
    }));
    return partsOf({ ...batchOf(), measurements, sequence: window }, 300);
  }).flat();
}

/** By the Box-Muller transform. */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

it('contains the true gain in nine of ten runs or more, although requests of a window are slow together', () => {
  const random = seededRandom(7);
  let [median, tail] = [0, 0];
  for (let run = 0; run < runs; run += 1) {
    const { p50, p95 } = productionGain(hoursOf(random, 60), hoursOf(random, 20), random);
    median += Number(p50 !== null && p50.low <= 3 && p50.high >= 3);
    tail += Number(p95 !== null && p95.low <= 3 && p95.high >= 3);
  }
  expect(median / runs).toBeGreaterThan(0.9);
  expect(tail / runs).toBeGreaterThan(0.9);
}, 120_000);
