import { setTimeout as delay } from 'node:timers/promises';
import { day, minute } from '#core/time.ts';
import type { Background } from './background/background.ts';
import { type Loop, repeat } from './repeat.ts';

/** The first minutes are for what somebody waits for. */
const firstAfter = 10 * minute;

/** Rehearses rollouts every day; a failure is logged. */
export function startSelfTest(background: Background): Loop {
  let isFirst = true;
  return repeat(
    'the self-test',
    async (signal) => {
      if (isFirst) await delay(firstAfter, undefined, { signal });
      isFirst = false;
      await background.run('self-test', {});
    },
    day,
  );
}
