import * as z from 'zod/mini';
import type { EventLink } from '../events/learning-event.ts';
import { ModelName, TaskType } from '../preferences/names.ts';

/** As an operator names it: `code-mini`. */
export const ExperimentId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be lower-case letters, digits and dashes, at most 64'));

/** The body of `POST /experiments`: two variants, compared on the same task type. */
export const ExperimentInput = z
  .strictObject({
    id: ExperimentId,
    taskType: TaskType,
    /** What is used today first, then what may be better. */
    variants: z.tuple([ModelName, ModelName]),
    /** `models`: a variant is the model to use. `settings`: a name that means something to the integrator. */
    compares: z._default(z.enum(['models', 'settings']), 'models'),
    /** Probability that a recommendation is the second variant. */
    share: z._default(z.number().check(z.minimum(0.05), z.maximum(0.95)), 0.5),
    /** Probability, at most, that a difference is found where there is none. */
    alpha: z._default(z.number().check(z.minimum(0.001), z.maximum(0.2)), 0.05),
    /** It ends at once where the second is disliked over so many times as often as the first. */
    guardrail: z._default(z.number().check(z.minimum(1), z.maximum(10)), 1.25),
    /** Ratings after which it ends without a finding. */
    maxRatings: z._default(z.number().check(z.int(), z.minimum(20), z.maximum(1_000_000)), 5_000),
  })
  .check(
    z.refine(({ variants: [first, second] }) => first !== second, {
      path: ['variants'],
      message: 'must be two different ones',
    }),
  );
export type ExperimentInput = Readonly<z.infer<typeof ExperimentInput>>;

/** Ratings of one variant; three of five stars are neither. */
export interface RatingCounts {
  readonly liked: number;
  readonly disliked: number;
}

/**
 * `first-better`, `second-better`: which one is liked more often; `guardrail`: the second is disliked too often;
 * `no-difference`: none was found; `stopped`: an operator ended it.
 */
export type ExperimentOutcome = 'first-better' | 'second-better' | 'guardrail' | 'no-difference' | 'stopped';

/** An A/B test, as it stands. */
export interface Experiment extends ExperimentInput {
  /** Of each variant, in their order. */
  readonly ratings: readonly [RatingCounts, RatingCounts];
  /** `null` while it runs. */
  readonly outcome: ExperimentOutcome | null;
  /** One sentence with the numbers; `null` while it runs. */
  readonly reason: string | null;
  /** `kind:id` of who began it. */
  readonly startedBy: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly lastEvent: EventLink | null;
}

/** What a recommendation needs to know of an experiment that runs. */
export type RunningExperiment = Pick<Experiment, 'id' | 'taskType' | 'variants' | 'compares' | 'share'>;

/** What a recommendation says and feedback repeats: which experiment's which variant an answer was. */
export const variantToken = (id: string, variant: string): string => `${id}:${variant}`;

/** `null` for what no recommendation ever said. */
export function parseVariantToken(token: string): { readonly id: string; readonly variant: string } | null {
  const [, id, variant] = /^([a-z0-9-]+):(.+)$/.exec(token) ?? [];
  return id === undefined || variant === undefined ? null : { id, variant };
}
