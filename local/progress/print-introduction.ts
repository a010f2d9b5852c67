import type { ServiceLine } from '../services/service-desk.ts';
import type { ProgressPrinter } from './progress-printer.ts';

/** What was started. */
export interface Introduction {
  readonly seconds: number;
  readonly api: string;
  readonly services: readonly ServiceLine[];
  readonly windowSeconds: number;
  readonly isTrial: boolean;
  readonly warning: string | null;
  /** `recorded`: for the storefront alone. */
  readonly model: 'configured' | 'recorded' | 'none';
  readonly setAside: string | null;
  readonly leftovers: number;
}

/** Prints the addresses, and anything special about this start. */
export function printIntroduction(printer: ProgressPrinter, it: Introduction): void {
  const places = it.services.map(({ name, url }) =>
    url === null ? `${name} is starting` : `${name} at ${url}`,
  );
  printer.say(`ready after ${it.seconds.toFixed(1)} s: API at ${it.api}, ${places.join(', ')}`);
  if (it.setAside)
    printer.say(`the earlier data of a finished loop is kept in ${it.setAside}; starting again`);
  if (it.leftovers > 0) printer.say(`ended ${it.leftovers} processes left by an earlier instance`);
  printer.say(`metrics windows are ${it.windowSeconds} s here, 5 min in an installation`);
  if (it.isTrial) printer.say(trial);
  if (it.model === 'recorded') printer.say('no model is configured: recorded answers stand in for one');
  if (it.model === 'none') printer.say(noModel);
  if (it.warning) printer.say(it.warning);
}

const trial =
  'a trial: rollouts take seconds, and confidence 0.8 is enough, whatever ironclaw.json says: for traffic of your own making only';

const noModel =
  'no model is configured: rules alone write fixes; set OPENAI_API_KEY, or OPENAI_BASE_URL for a compatible server ' +
  '(IRONCLAW_MODEL names the model), to let one write, too';
