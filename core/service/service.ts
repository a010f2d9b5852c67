import * as z from 'zod';
import type { Manifest } from './manifest.ts';

/** How the sandbox isolates a service's code: by namespaces, by the container it runs in, or by resource limits alone. */
export const Isolation = z.enum(['bubblewrap', 'container', 'process']);
export type Isolation = z.infer<typeof Isolation>;

/** How requests reach a new version of a service. */
export const Deployment = z.discriminatedUnion('kind', [
  /** A weighted proxy in front of processes on this machine. */
  z.strictObject({ kind: z.literal('proxy') }),
  /** Weights on an alias of a Lambda function. The description of a function version is its commit. */
  z.strictObject({
    kind: z.literal('lambda-alias'),
    functionName: z.string().regex(/^[\w-]{1,64}$/, "must be a Lambda function's name"),
    alias: z.string().regex(/^(?!\d+$)[\w-]{1,128}$/, 'must be the name of an alias'),
  }),
  /** The service's own pipeline deploys what is merged, for all requests at once. */
  z.strictObject({ kind: z.literal('pipeline') }),
]);
export type Deployment = z.infer<typeof Deployment>;
export type AliasDeployment = Extract<Deployment, { kind: 'lambda-alias' }>;

/** A managed service, as it was registered. */
export interface Service {
  readonly name: string;
  readonly manifest: Manifest;
  /** Where jobs find its repository: a path on one machine, a URL on AWS. */
  readonly repository: string;
  /** Folder of installed packages for the sandbox; `null` when the job installs them itself. */
  readonly dependencies: string | null;
  /** Path of the Node program that runs it; without one, it is the one that runs us. */
  readonly node?: string | null;
  readonly isolation: Isolation;
  /** Whether the sandbox may run code written by a model in this isolation. */
  readonly acceptsModelCode: boolean;
  readonly deployment: Deployment;
  /** Names of the alarms that roll back a rollout, in addition to its canary alarm. */
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
   * @returns the id of the improvement that holds the traffic now: this one, or one that claimed it before.
   */
  claimRollout(name: string, improvementId: string): Promise<string>;
  /** Releases the reservation; does nothing when another improvement holds it. */
  releaseRollout(name: string, improvementId: string): Promise<void>;
}
