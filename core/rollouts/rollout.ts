import type { RolloutPlan, RolloutStep } from '../service/manifest.ts';
import type { Deployment } from '../service/service.ts';
import type { RolloutJudgment } from './judgment.ts';
import type { Mirroring } from './mirror.ts';
import type { RolloutForecast } from './planner/forecast.ts';
import type { RolloutProgress } from './progress.ts';
import type { KeptVerdict } from './replay/kept-verdict.ts';

/**
 * What the canary is compared with. `concurrent`: the old version's requests of the same time, each request being
 * routed at random. `before-after`: the old version's requests of as long a time before, where the service's own
 * pipeline gives the new version to everybody at once.
 *
 * Before and after differ by more than the version: the hour, the users, what else was deployed. The bound on false
 * alarms holds only as far as the rates would have stayed what they were. The alarms of the service stand beside it.
 */
export type Comparison = 'concurrent' | 'before-after';

/** A period at one weight. Milliseconds since 1970; `until` is null for the current one. */
export interface RolloutStage {
  readonly weight: number;
  readonly since: number;
  readonly until: number | null;
}

/** The baseline's latency at an endpoint, in ms. */
export interface Thresholds {
  /** The lower quartile. */
  readonly quartile: number;
  /** p50, p90 and p99, each plus the tolerance. */
  readonly tolerated: readonly [number, number, number];
  /** The p95 that must be excluded: the baseline's, times the stated slowdown. Absent in records from before there was one. */
  readonly limit?: number;
}

export interface Rollout {
  /** Commits: the version that served before, and the one in the rollout. */
  readonly baseline: string;
  readonly version: string;
  readonly comparison: Comparison;
  /** What it follows, fixed at its start; absent in rollouts that began before it was recorded, which follow the manifest. */
  readonly plan?: RolloutPlan;
  /** What the plan was expected to find; absent if too little had been measured. */
  readonly forecast?: RolloutForecast;
  /** What came before the first stage; null if mirroring is switched off. */
  readonly mirror: Mirroring | null;
  /** Empty while requests are mirrored. */
  readonly stages: readonly RolloutStage[];
  /** By endpoint, fixed before the rollout, so that both versions are measured against the same thresholds. */
  readonly thresholds: Readonly<Record<string, Thresholds>>;
  /** The latest judgment. */
  readonly judgment: RolloutJudgment | null;
  /** As it was last told; absent before the first time. */
  readonly progress?: RolloutProgress;
  /** The verdicts so far, oldest first, each with its evidence; absent before the first. */
  readonly verdicts?: readonly KeptVerdict[];
  /** Responses of the canary with status 500 or above, counted when the rollout has ended. */
  readonly badRequests: number;
}

/** A plan whose only step is 100 % has nothing beside the canary, whatever moves the traffic. */
export function comparisonOf(
  { kind }: Pick<Deployment, 'kind'>,
  { steps }: Pick<RolloutPlan, 'steps'>,
): Comparison {
  return kind === 'pipeline' || steps.every(({ weight }) => weight === 100) ? 'before-after' : 'concurrent';
}

/** The possible steps of the plan: a pipeline gives all requests to the new version or none. */
export const stepsOf = (
  { steps }: Pick<RolloutPlan, 'steps'>,
  comparison: Comparison,
): readonly RolloutStep[] =>
  comparison === 'concurrent' ? steps : steps.filter(({ weight }) => weight === 100);

/** The canary's current or last share of the requests, in percent. */
export const currentWeight = ({ stages }: Rollout): number => stages.at(-1)?.weight ?? 0;

/** Whether the canary gets copies of requests, and no user's. */
export const isMirroring = ({ mirror, stages }: Rollout): boolean => mirror !== null && stages.length === 0;

/** When the canary first got requests, or copies of them; milliseconds since 1970. */
export const begunAt = ({ mirror, stages }: Rollout): number =>
  mirror?.since ?? stages[0]?.since ?? Number.POSITIVE_INFINITY;

/** When the last stage ended, in milliseconds since 1970: the promotion, if it was promoted; null before. */
export const endedAt = ({ stages }: Pick<Rollout, 'stages'>): number | null => stages.at(-1)?.until ?? null;

/** The judgment that ended it; null while a stage is open. */
export const finalJudgment = ({ judgment, stages }: Rollout): RolloutJudgment | null =>
  stages.at(-1)?.until ? judgment : null;

/** The stages, with the last one closed. */
export function closed({ stages }: Pick<Rollout, 'stages'>, at: number): Rollout['stages'] {
  return stages.map((stage) => ({ ...stage, until: stage.until ?? at }));
}

/** Requests in the first moment after a change of weights are not evidence: they may have been routed by the old weights. */
const settling = 500;

/** The stages, with a new one at another weight. */
export function advanced(rollout: Pick<Rollout, 'stages'>, weight: number, at: number): Rollout['stages'] {
  return [...closed(rollout, at), { weight, since: at + settling, until: null }];
}

/** How long a stage has lasted: 0 while it settles. */
export function secondsAt({ since, until }: RolloutStage, now: number): number {
  return Math.max(0, (until ?? now) - since) / 1_000;
}
