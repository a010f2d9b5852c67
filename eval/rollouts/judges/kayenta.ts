import { normalCdf } from '#core/numbers/normal-distribution.ts';
import type { RequestCounts } from '#core/rollouts/step-evidence.ts';
import { byMinute } from './by-minute.ts';
import { advanceByTime } from './by-time.ts';
import type { Judge, Look } from './judge.ts';

/** The defaults of Kayenta's judge: a 98 % interval, two-sided, and the score below which a canary fails. */
const significance = 0.01;
const passingScore = 75;

const metrics: readonly ((counts: RequestCounts) => number)[] = [
  ({ errors }) => errors,
  ({ slower }) => slower[0],
  ({ slower }) => slower[1],
  ({ slower }) => slower[2],
];

/**
 * Kayenta's rule: at the end of each step, each metric's minutes on both versions are compared by a Mann-Whitney test.
 * The score is the percentage of metrics that are not high, and errors are critical.
 * Source: github.com/spinnaker/kayenta, docs/canary-config.md and NetflixACAJudge.
 */
export const kayenta: Judge = {
  name: 'Kayenta',
  decide(look) {
    const move = advanceByTime(look);
    if (move.kind === 'hold' || look.steps.at(-1)?.weight === 100) return move;
    const isHigh = metrics.map((metric) => isHigher(look, metric));
    const score = (100 * isHigh.filter((high) => !high).length) / metrics.length;
    return isHigh[0] || score < passingScore ? { kind: 'roll-back' } : move;
  },
};

function isHigher({ steps }: Look, metric: (counts: RequestCounts) => number): boolean {
  const shares = (version: 'canary' | 'baseline') =>
    steps
      .flatMap((step) => byMinute(step, version))
      .filter(({ requests }) => requests > 0)
      .map((counts) => metric(counts) / counts.requests);
  return mannWhitney(shares('canary'), shares('baseline')) < significance;
}

/** The probability, if both are equal, that the first are as high above the second; normal approximation with ties. */
function mannWhitney(first: readonly number[], second: readonly number[]): number {
  const [n, m] = [first.length, second.length];
  if (n === 0 || m === 0) return 1;
  const counts = new Map<number, number>();
  for (const value of [...first, ...second]) counts.set(value, (counts.get(value) ?? 0) + 1);
  let wins = 0;
  for (const a of first) for (const b of second) wins += a > b ? 1 : a === b ? 0.5 : 0;
  const ties = [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const total = n + m;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  return variance <= 0 ? 1 : 1 - normalCdf((wins - (n * m) / 2 - 0.5) / Math.sqrt(variance));
}
