import { setTimeout as delay } from 'node:timers/promises';
import { second } from '#core/time.ts';
import type { Background } from './background/background.ts';
import { type Loop, repeat } from './repeat.ts';
import type { TakeTurn } from './turns.ts';

/** Traffic before anything is judged. */
const baselineMilliseconds = 8 * second;
const everyMilliseconds = 1.5 * second;

/** Analyzes a service again and again. The analyses of several take turns, so that they use one core at most. */
export function analyzeInTurns(service: string, background: Background, takeTurn: TakeTurn): Loop {
  let isFirst = true;
  return repeat(
    `the analysis of ${service}`,
    async (signal) => {
      if (isFirst) await delay(baselineMilliseconds, undefined, { signal });
      isFirst = false;
      await takeTurn(async () => signal.aborted || background.run('analyze', { service }));
    },
    everyMilliseconds,
  );
}
