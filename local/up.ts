import { basePath } from '#functions/api/routes/all-routes.ts';
import { sendTraffic } from './send-traffic.ts';
import { startEverything } from './start-everything.ts';
import { openStops } from './stops.ts';
import type { UpOptions } from './up-options.ts';
import type { RunOutcome } from './wait-for-outcome.ts';
import { waitForOutcomes } from './wait-for-outcomes.ts';

/** A running instance. */
export interface Running {
  readonly api: string;
  /** The names of the services that were there at the start. */
  readonly services: readonly string[];
  /** Whether the bundled storefront is one of them. */
  readonly hasStorefront: boolean;
  /** Valid for 12 hours, with all roles of a person. */
  readonly token: string;
  /** Waits until the loop of each service has finished, or cannot finish. */
  seen(onOutcome: (outcome: RunOutcome) => void): Promise<readonly RunOutcome[]>;
  stop(): Promise<void>;
}

/** Starts an instance. The caller decides when to stop it. */
export async function up(options: UpOptions): Promise<Running> {
  const begun = performance.now();
  const stops = openStops();
  try {
    const parts = await startEverything(options, begun, stops);
    const raters = await sendTraffic(options, parts, stops);
    const { system, desk, storefront } = parts;
    const roles = ['user', 'viewer', 'operator', 'approver'];
    return {
      api: `${system.apiUrl}${basePath}`,
      services: desk.all().map(({ name }) => name),
      hasStorefront: storefront !== null,
      token: await system.tokens.issue({ sub: 'you', roles }, '12h'),
      seen: (onOutcome) => waitForOutcomes(options, parts, raters, begun, onOutcome),
      stop: stops.stop,
    };
  } catch (error) {
    await stops.stop();
    throw error;
  }
}
