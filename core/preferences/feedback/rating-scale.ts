import * as z from 'zod/mini';

/** What a rating counts: `stars` from 1 to 5 in halves, `ten` from 0 to 10, `percent` from 0 to 100. */
export const RatingScale = z.enum(['stars', 'ten', 'percent']);
export type RatingScale = z.infer<typeof RatingScale>;

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** Ratings are multiples of it; any number between the bounds where absent. */
  readonly step?: number;
}

const bounds: Readonly<Record<RatingScale, Bounds>> = {
  stars: { least: 1, most: 5, step: 0.5 },
  ten: { least: 0, most: 10 },
  percent: { least: 0, most: 100 },
};

/** What is wrong with a rating on a scale; `null` for a right one. */
export function whyNotOn(scale: RatingScale, rating: number): string | null {
  const { least, most, step } = bounds[scale];
  const isRight =
    rating >= least && rating <= most && (step === undefined || Number.isInteger(rating / step));
  if (isRight) return null;
  return `must be ${least} to ${most}${step === undefined ? '' : ` in steps of ${step}`} on the scale "${scale}"`;
}

/** The rating as a reward: the least of a scale is 0, the most is 1, and the others lie evenly between. */
export function rewardOn(scale: RatingScale, rating: number): number {
  const { least, most } = bounds[scale];
  return (rating - least) / (most - least);
}
