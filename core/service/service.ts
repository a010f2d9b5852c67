import * as z from 'zod';
import type { Manifest } from './manifest.ts';

/** How the sandbox holds a service's code: by namespaces, by the container it runs in, or by limits alone. */
export const Isolation = z.enum(['bubblewrap', 'container', 'process']);
export type Isolation = z.infer<typeof Isolation>;

/** A service under our care, as it was registered. */
export interface Service {
  readonly name: string;
  readonly manifest: Manifest;
  /** Where the jobs find its repository: a path on one machine, a URL on AWS. */
  readonly repository: string;
  /** Folder of installed packages for the sandbox, or null where the job installs them itself. */
  readonly dependencies: string | null;
  readonly isolation: Isolation;
  /** Whether the sandbox may run a model's code in its present isolation. */
  readonly acceptsModelCode: boolean;
}

/** Port: the registered services. */
export interface ServiceStore {
  /** @throws NotFound `service/unknown`. */
  load(name: string): Promise<Service>;
  /** Registers or replaces. */
  save(service: Service): Promise<void>;
  /**
   * Reserves the service's traffic for one improvement's rollout: two at a time would blur each other's evidence.
   * Answers who has it afterwards: the claimer, or the one who came first.
   */
  claimRollout(name: string, improvementId: string): Promise<string>;
  /** Gives the reservation back; does nothing where another improvement holds it. */
  releaseRollout(name: string, improvementId: string): Promise<void>;
}
