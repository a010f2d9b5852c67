import type { RolloutPlan } from '#core/service/manifest.ts';

export type Version = 'canary' | 'baseline';

/** A share of the requests whose durations are lognormal around a median, in ms. */
export interface Component {
  readonly share: number;
  readonly median: number;
}

/** How one version treats the requests of one endpoint at one moment. Shares are in [0, 1]. */
export interface Conditions {
  /** Share that fails: status 500 or above. */
  readonly errors: number;
  readonly durations: readonly Component[];
  /** Factor on all durations; 1 is as before the rollout. */
  readonly slowness: number;
  /** Share that hangs for a minute before it is answered. */
  readonly hanging: number;
  readonly rejections: number;
  readonly redirects: number;
  /** Share that never ends, so that it is never measured; the traffic splitter counts it as failed. */
  readonly endless: number;
  /** Share of the measurements that arrive. */
  readonly arrives: number;
  /** Whether the processes report that they lost the rest. */
  readonly isLossKnown: boolean;
}

export const usual: Conditions = {
  errors: 0.01,
  durations: [{ share: 1, median: 100 }],
  slowness: 1,
  hanging: 0,
  rejections: 0.02,
  redirects: 0.01,
  endless: 0,
  arrives: 1,
  isLossKnown: false,
};

export interface Moment {
  readonly version: Version;
  readonly endpoint: string;
  /** Minutes since the rollout began, and since its current weight was set. */
  readonly minute: number;
  readonly minuteAtWeight: number;
  /** The canary's planned share of the requests, in percent. */
  readonly weight: number;
}

export type Behavior = (moment: Moment) => Partial<Conditions>;

export interface World {
  readonly name: string;
  /** Whether the canary is worse than the baseline. */
  readonly isWorse: boolean;
  /** Requests a minute of the whole service. */
  readonly requests?: number;
  /** Share of the requests by endpoint; the first is the improved one. */
  readonly endpoints?: Readonly<Record<string, number>>;
  /** The canary's true share of an endpoint's requests, at a planned weight in percent. */
  readonly split?: (weight: number, endpoint: string, random: () => number) => number;
  /** The usual durations, where they are others. */
  readonly durations?: readonly Component[];
  /** Whether the improved endpoint was not measured before the rollout. */
  readonly isUnseen?: boolean;
  /** What differs from the default plan. */
  readonly plan?: Partial<RolloutPlan>;
  /** Two if absent; where little happens, fewer. */
  readonly looksPerMinute?: number;
  /** Draws what happens in one rollout. */
  readonly behavior: (random: () => number) => Behavior;
}

export const improved = 'GET /prices';
