import { minute } from '#core/time.ts';
import { markSeen } from './data-folder/set-aside.ts';
import type { Raters } from './demo/raters.ts';
import { exampleGoal, serviceGoal } from './loop-goal.ts';
import type { ManagedService } from './services/running-desk.ts';
import type { StartedParts } from './start-everything.ts';
import type { UpOptions } from './up-options.ts';
import { type RunOutcome, waitForOutcome } from './wait-for-outcome.ts';

/** Its three improvements take eight minutes on two slow cores, and one that has to be tried again three more. */
const examplePatience = 15 * minute;
const servicePatience = 10 * minute;

/**
 * Waits for the loop of each service that was there at the start, all at the same time.
 * @param onOutcome is called with each as it comes.
 */
export async function waitForOutcomes(
  { once, signal }: Pick<UpOptions, 'once' | 'signal'>,
  { system, desk, storefront, printer, progress }: StartedParts,
  raters: Raters | null,
  begun: number,
  onOutcome: (outcome: RunOutcome) => void,
): Promise<readonly RunOutcome[]> {
  const onLook = () =>
    printer.progress(
      `${raters ? `${raters.events()} messages rated, ` : ''}${progress.events()} learning events`,
    );
  const services = desk.all();

  async function waitForOne(service: ManagedService): Promise<RunOutcome> {
    const isStorefront = service === storefront;
    const patience = isStorefront ? examplePatience : once ? servicePatience : Number.POSITIVE_INFINITY;
    const outcome = await waitForOutcome(service, {
      once,
      begun,
      signal,
      onLook,
      goal: isStorefront ? exampleGoal : serviceGoal,
      deadline: begun + patience,
      raters: isStorefront ? raters : null,
      events: progress.events,
    });
    // With other services there, its data is not the storefront's alone.
    if (isStorefront && services.length === 1 && outcome.end === 'promoted') markSeen(system.folder.root);
    await printer.end();
    onOutcome(outcome);
    return outcome;
  }

  return Promise.all(services.map(waitForOne));
}
