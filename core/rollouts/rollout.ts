import type { RolloutPlan, RolloutStep } from '../service/manifest.ts';
import type { Deployment } from '../service/service.ts';
import type { RolloutJudgment } from './judgment.ts';

/**
 * What the new version is held against. `concurrent`: the old version's requests of the same time, each request being
 * routed at random. `before-after`: the old version's requests of as long a time before, where the service's own
 * pipeline gives the new version to everybody at once.
 *
 * Before and after differ by more than the version: the hour, the users, what else was deployed. The bound on false
 * alarms holds only as far as the rates would have stayed what they were. The alarms of the service stand beside it.
 */
export type Comparison = 'concurrent' | 'before-after';

/** The time that a rollout stood at one weight. Milliseconds since 1970; `until` is null while it still stands. */
export interface RolloutStage {
  readonly weight: number;
  readonly since: number;
  readonly until: number | null;
}

/** How fast the old version answered an endpoint, in ms. */
export interface Thresholds {
  /** The lower quartile. */
  readonly quartile: number;
  /** p50, p90 and p99, each with what is tolerated added. */
  readonly tolerated: readonly [number, number, number];
}

export interface Rollout {
  /** Commits: what ran before, and what is tried. */
  readonly baseline: string;
  readonly version: string;
  readonly comparison: Comparison;
  readonly stages: readonly RolloutStage[];
  /** Of each endpoint, frozen before the rollout, so that both versions are held to the same. */
  readonly thresholds: Readonly<Record<string, Thresholds>>;
  /** The latest judgment. */
  readonly judgment: RolloutJudgment | null;
  /** Answers of the new version with status 500 or above, counted when the rollout has ended. */
  readonly badRequests: number;
}

export const comparisonOf = ({ kind }: Deployment): Comparison =>
  kind === 'pipeline' ? 'before-after' : 'concurrent';

/** The steps of the plan that there can be: a pipeline gives all requests to the new version or none. */
export const stepsOf = ({ steps }: RolloutPlan, comparison: Comparison): readonly RolloutStep[] =>
  comparison === 'concurrent' ? steps : steps.filter(({ weight }) => weight === 100);

/** The share of the requests, in per cent, that the new version has or had last. */
export const currentWeight = ({ stages }: Rollout): number => stages.at(-1)?.weight ?? 0;

/** The stages, with the last one ended. */
export function closed({ stages }: Rollout, at: number): Rollout['stages'] {
  return stages.map((stage) => ({ ...stage, until: stage.until ?? at }));
}

/** How long a stage has lasted. */
export function secondsAt({ since, until }: RolloutStage, now: number): number {
  return ((until ?? now) - since) / 1_000;
}
