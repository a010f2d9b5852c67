import { noRequests, type RequestCounts } from '#core/rollouts/step-evidence.ts';
import { byMinute } from './by-minute.ts';
import { advanceByTime } from './by-time.ts';
import type { Judge } from './judge.ts';

/** Of a service that usually fails 1 % of its requests; a p99 is exceeded by 1 %. */
const mostFailed = 0.03;
const mostSlow = 0.05;
const minutesInARow = 3;

/** An alarm with fixed limits, as CloudWatch has them: above one of them in three minutes of three. */
export const threeOfThree: Judge = {
  name: 'alarm, 3 of 3',
  decide(look) {
    const minutes = look.steps.flatMap((step) => byMinute(step, 'canary')).slice(-minutesInARow);
    const isAbove = (share: (counts: RequestCounts) => number, limit: number) =>
      minutes.length === minutesInARow &&
      minutes.every(
        (counts) => (counts ?? noRequests).requests > 0 && share(counts) / counts.requests > limit,
      );
    if (isAbove(({ errors }) => errors, mostFailed) || isAbove(({ slower }) => slower[2], mostSlow))
      return { kind: 'roll-back' };
    return advanceByTime(look);
  },
};
