import { DomainError } from '#core/errors.ts';
import { selfTest } from '#core/rollouts/self-test/self-test.ts';
import { logger } from '../observability/logger.ts';
import { count } from '../observability/metrics.ts';
import { observed } from '../observability/observed.ts';

/** Rehearses rollouts once a day. A failure ends in the queue of failed events, whose alarm notifies. */
export const handler = observed({
  read: () => ({}),
  about: () => ({}),
  run: async () => {
    const { passed, cases } = selfTest();
    for (const one of cases) if (!one.passed) logger.error('a rehearsed rollout ended wrongly', { ...one });
    count(passed ? 'SelfTestsPassed' : 'SelfTestsFailed');
    const failed = cases.filter((one) => !one.passed).map(({ name, found }) => `${name} was ${found}`);
    if (!passed)
      throw new DomainError(`the self-test of rollouts failed: ${failed.join('; ')}.`, {
        code: 'self-test/failed',
        fault: 'ours',
      });
    return { passed };
  },
});
