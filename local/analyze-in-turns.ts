import { setTimeout as delay } from 'node:timers/promises';
import { second } from '#core/time.ts';
import type { Background } from './background/background.ts';
import { type Loop, repeat } from './repeat.ts';
import type { TakeTurn } from './turns.ts';

/** Traffic before anything is judged. */
const baselineMilliseconds = 8 * second;
const everyMilliseconds = 1.5 * second;
/** How many times its own duration an analysis pauses the turns: it reads more the longer an instance runs, and shares the database with every request. */
const pausePerDuration = 4;

/** Analyzes a service again and again. The analyses of several take turns, so that all of them use at most a fifth of the time. */
export function analyzeInTurns(service: string, background: Background, takeTurn: TakeTurn): Loop {
  let isFirst = true;
  return repeat(
    `the analysis of ${service}`,
    async (signal) => {
      if (isFirst) await delay(baselineMilliseconds, undefined, { signal });
      isFirst = false;
      await takeTurn(async () => {
        if (signal.aborted) return;
        const began = performance.now();
        await background.run('analyze', { service });
        await delay(pausePerDuration * (performance.now() - began), undefined, { signal });
      });
    },
    everyMilliseconds,
  );
}
