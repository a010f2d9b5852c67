import { basePath } from '#functions/api/routes/all-routes.ts';
import { sendTraffic } from './send-traffic.ts';
import { startEverything } from './start-everything.ts';
import type { UpOptions } from './up-options.ts';
import { type RunOutcome, waitForOutcome } from './wait-for-outcome.ts';

/** A running instance. */
export interface Running {
  readonly api: string;
  readonly service: string;
  /** Valid for 12 hours, with all roles of a person. */
  readonly token: string;
  /** Waits until the loop has finished, or cannot finish. */
  seen(): Promise<RunOutcome>;
  stop(): Promise<void>;
}

/** Starts an instance. The caller decides when to stop it. */
export async function up(options: UpOptions): Promise<Running> {
  const begun = performance.now();
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const item of stops.splice(0).reverse()) await item();
  };
  try {
    const raised = await startEverything(options, begun, stops);
    const visitors = await sendTraffic(options, raised, stops);
    const { system, repository } = raised;
    const roles = ['user', 'viewer', 'operator', 'approver'];
    return {
      api: `${system.apiUrl}${basePath}`,
      service: repository.manifest.name,
      token: await system.tokens.issue({ sub: 'you', roles }, '12h'),
      seen: () => waitForOutcome(options, raised, visitors, begun),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
