import * as z from 'zod';
import type { Manifest } from './manifest.ts';

/** How the sandbox holds a service's code: by namespaces, by the container it runs in, or by limits alone. */
export const Isolation = z.enum(['bubblewrap', 'container', 'process']);
export type Isolation = z.infer<typeof Isolation>;

/** How a new version of a service gets its requests. */
export const Deployment = z.discriminatedUnion('kind', [
  /** A weighted proxy before processes on this machine. */
  z.strictObject({ kind: z.literal('proxy') }),
  /** Weights on an alias of a Lambda function; a version of it is found by its description, the commit. */
  z.strictObject({
    kind: z.literal('lambda-alias'),
    functionName: z.string().regex(/^[\w-]{1,64}$/, "must be a Lambda function's name"),
    alias: z.string().regex(/^(?!\d+$)[\w-]{1,128}$/, 'must be the name of an alias'),
  }),
  /** The service's own pipeline: it deploys what is merged, to everybody at once. */
  z.strictObject({ kind: z.literal('pipeline') }),
]);
export type Deployment = z.infer<typeof Deployment>;

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
  readonly deployment: Deployment;
  /** Names of the alarms that take a rollout back, besides its own canary alarm. */
  readonly alarms: readonly string[];
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
