import * as z from 'zod/mini';
import type { EventLink } from '../events/learning-event.ts';
import { ModelName, TaskType } from '../preferences/names.ts';

/** The name that an operator gives it: `code-mini`. */
export const ExperimentId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be at most 64 lower-case letters, digits and dashes'));

/** The body of `POST /experiments`: two variants, compared on the same task type. */
export const ExperimentInput = z
  .strictObject({
    id: ExperimentId,
    taskType: TaskType,
    /** First the variant in use today, then the one that may be better. */
    variants: z.tuple([ModelName, ModelName]),
    /** `models`: each variant is a model name. `settings`: each variant is a name that the integrator understands. */
    compares: z._default(z.enum(['models', 'settings']), 'models'),
    /** Probability that a recommendation draws the second variant. */
    share: z._default(z.number().check(z.minimum(0.05), z.maximum(0.95)), 0.5),
    /** Upper bound on the probability of finding a difference that does not exist. */
    alpha: z._default(z.number().check(z.minimum(0.001), z.maximum(0.2)), 0.05),
    /** The experiment ends at once when the second variant is disliked more than this many times as often as the first. */
    guardrail: z._default(z.number().check(z.minimum(1), z.maximum(10)), 1.25),
    /** Number of ratings after which the experiment ends without a finding. */
    maxRatings: z._default(z.number().check(z.int(), z.minimum(20), z.maximum(1_000_000)), 5_000),
  })
  .check(
    z.refine(({ variants: [first, second] }) => first !== second, {
      path: ['variants'],
      message: 'must be two different variants',
    }),
  );
export type ExperimentInput = Readonly<z.infer<typeof ExperimentInput>>;

/** Ratings of one variant. Three of five stars count as neither. */
export interface RatingCounts {
  readonly liked: number;
  readonly disliked: number;
}

/**
 * `first-better`, `second-better`: that variant is liked more often. `guardrail`: the second is disliked too often.
 * `no-difference`: no difference was found. `stopped`: an operator ended the experiment.
 */
export type ExperimentOutcome = 'first-better' | 'second-better' | 'guardrail' | 'no-difference' | 'stopped';

/** An A/B test and its state. */
export interface Experiment extends ExperimentInput {
  /** Ratings of each variant, in the order of `variants`. */
  readonly ratings: readonly [RatingCounts, RatingCounts];
  /** `null` while it runs. */
  readonly outcome: ExperimentOutcome | null;
  /** One sentence with the numbers; `null` while it runs. */
  readonly reason: string | null;
  /** `kind:id` of the person who started it. */
  readonly startedBy: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly lastEvent: EventLink | null;
}

/** What a recommendation needs of a running experiment. */
export type RunningExperiment = Pick<Experiment, 'id' | 'taskType' | 'variants' | 'compares' | 'share'>;

/** A token that a recommendation contains and feedback repeats: the experiment and variant of an answer. */
export const variantToken = (id: string, variant: string): string => `${id}:${variant}`;

/** `null` for text that is not a token of a recommendation. */
export function parseVariantToken(token: string): { readonly id: string; readonly variant: string } | null {
  const [, id, variant] = /^([a-z0-9-]+):(.+)$/.exec(token) ?? [];
  return id === undefined || variant === undefined ? null : { id, variant };
}
