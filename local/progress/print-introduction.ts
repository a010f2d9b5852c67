import type { Improvement } from '#core/improvements/improvement.ts';
import type { ProgressPrinter } from './progress-printer.ts';

/** What a start has brought up. */
export interface Introduction {
  readonly seconds: number;
  readonly api: string;
  readonly proxy: string;
  readonly service: string;
  readonly windowSeconds: number;
  readonly warning: string | null;
  readonly isRecorded: boolean;
  readonly setAside: string | null;
  readonly leftovers: number;
  readonly resumed: readonly Improvement[];
}

/** Says where everything is, and what is special about this start. */
export function printIntroduction(teller: ProgressPrinter, it: Introduction): void {
  teller.say(`ready after ${it.seconds.toFixed(1)} s: API at ${it.api}, ${it.service} at ${it.proxy}`);
  if (it.setAside)
    teller.say(`the loop was seen with earlier data, which is kept in ${it.setAside}; starting afresh`);
  if (it.leftovers > 0) teller.say(`ended ${it.leftovers} processes that an earlier start had left behind`);
  for (const { id, status } of it.resumed)
    teller.say(`unfinished from an earlier start: ${id} was ${status}; going on with it`);
  teller.say(`metrics windows of ${it.windowSeconds} s here, five minutes in an installation`);
  if (it.isRecorded)
    teller.say('no model is configured: recorded answers, written beforehand, stand in for one');
  if (it.warning) teller.say(it.warning);
}
