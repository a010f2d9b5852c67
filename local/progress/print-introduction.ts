import type { Reconciled } from '#core/improvements/executions/reconcile.ts';
import type { ProgressPrinter } from './progress-printer.ts';

/** What was started. */
export interface Introduction {
  readonly seconds: number;
  readonly api: string;
  readonly proxy: string;
  readonly service: string;
  readonly windowSeconds: number;
  readonly warning: string | null;
  /** About the service's repository. */
  readonly notices: readonly string[];
  readonly isRecorded: boolean;
  readonly setAside: string | null;
  readonly leftovers: number;
  readonly reconciled: readonly Reconciled[];
}

/** Prints the addresses, and anything special about this start. */
export function printIntroduction(printer: ProgressPrinter, it: Introduction): void {
  printer.say(`ready after ${it.seconds.toFixed(1)} s: API at ${it.api}, ${it.service} at ${it.proxy}`);
  if (it.setAside)
    printer.say(`the earlier data of a finished loop is kept in ${it.setAside}; starting again`);
  if (it.leftovers > 0) printer.say(`ended ${it.leftovers} processes left by an earlier instance`);
  for (const { id, status, outcome } of it.reconciled)
    printer.say(`${verbs[outcome]} ${id}, which was ${status} when the earlier instance ended`);
  printer.say(`metrics windows are ${it.windowSeconds} s here, 5 min in an installation`);
  if (it.isRecorded) printer.say('no model is configured: recorded answers stand in for one');
  for (const notice of it.notices) printer.say(notice);
  if (it.warning) printer.say(it.warning);
}

const verbs: Readonly<Record<Reconciled['outcome'], string>> = {
  resumed: 'continuing',
  'rolling-back': 'rolling back',
  failed: 'closing',
};
