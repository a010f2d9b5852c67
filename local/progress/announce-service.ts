import type { Reconciled } from '#core/improvements/executions/reconcile.ts';
import type { RunningService } from '../run-service.ts';
import type { ProgressPrinter } from './progress-printer.ts';

/** Says what became of the service's unfinished improvements, and where one that starts by itself receives requests. */
export function announceService(
  printer: ProgressPrinter,
  { name, isAdded }: { readonly name: string; readonly isAdded: boolean },
  { url, reconciled }: Pick<RunningService, 'url' | 'reconciled'>,
): void {
  if (isAdded) printer.say(`${name} is at ${url}: only requests through this address are measured`);
  for (const { id, status, outcome } of reconciled)
    printer.say(`${verbs[outcome]} ${id}, which was ${status} when the earlier instance ended`);
}

const verbs: Readonly<Record<Reconciled['outcome'], string>> = {
  resumed: 'continuing',
  'rolling-back': 'rolling back',
  failed: 'closing',
};
