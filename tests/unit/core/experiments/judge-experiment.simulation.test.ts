import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Experiment, ExperimentOutcome } from '#core/experiments/experiment.ts';
import { judgeExperiment } from '#core/experiments/judge-experiment.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { anExperiment } from '../../../support/experiment.ts';

interface World {
  /** Probability that the n-th rating is a like, by variant. */
  readonly likes: (variant: 0 | 1, rating: number) => number;
  readonly fields?: Partial<Experiment>;
}

/** Simulates an experiment, judging it after each rating, until it ends. */
function play(
  seed: number,
  { likes, fields = {} }: World,
): { outcome: ExperimentOutcome | null; ratings: number } {
  const random = seededRandom(seed);
  const counts: [{ liked: number; disliked: number }, { liked: number; disliked: number }] = [
    { liked: 0, disliked: 0 },
    { liked: 0, disliked: 0 },
  ];
  const experiment = anExperiment({ maxRatings: 600, ...fields });
  for (let rating = 1; ; rating += 1) {
    const variant = random() < experiment.share ? 1 : 0;
    if (random() < likes(variant, rating)) counts[variant].liked += 1;
    else counts[variant].disliked += 1;
    const { outcome } = judgeExperiment({ ...experiment, ratings: counts });
    if (outcome) return { outcome, ratings: rating };
  }
}

const playMany = (times: number, world: World) =>
  Array.from({ length: times }, (_, seed) => play(seed + 1, world));
const shareOf = (
  played: readonly { outcome: ExperimentOutcome | null }[],
  ...outcomes: ExperimentOutcome[]
) => played.filter(({ outcome }) => outcome && outcomes.includes(outcome)).length / played.length;

describe('without a difference between the variants', () => {
  const found = ['first-better', 'second-better'] as const;

  test.each([
    ['while tastes stay the same', () => 0.6],
    ['while tastes change on the way', (_: number, rating: number) => (rating < 200 ? 0.9 : 0.2)],
    ['while one user rates again and again', (_: number, rating: number) => (rating % 50 < 30 ? 0.05 : 0.95)],
  ])('%s, the share of false findings is at most alpha, however often it is judged', (_, likes) => {
    expect(shareOf(playMany(300, { likes }), ...found)).toBeLessThan(0.05 + 0.03);
  });

  test('the same is true when the second variant gets few of the recommendations', () => {
    const played = playMany(300, { likes: () => 0.5, fields: { share: 0.1 } });
    expect(shareOf(played, ...found, 'guardrail')).toBeLessThan(0.05 + 0.04);
  });
});

describe('when one variant is liked more', () => {
  test('a better second variant is found quickly', () => {
    const played = playMany(60, { likes: (variant) => (variant === 1 ? 0.8 : 0.5) });
    expect(shareOf(played, 'second-better')).toBeGreaterThan(0.9);
    expect(shareOf(played, 'first-better', 'guardrail')).toBe(0);
    const ratings = played.map((outcome) => outcome.ratings).toSorted((a, b) => a - b);
    expect(ratings[30]).toBeLessThan(200);
  });

  test('a worse second variant ends the experiment quickly, by the guardrail or as worse', () => {
    const played = playMany(60, { likes: (variant) => (variant === 1 ? 0.4 : 0.8) });
    expect(shareOf(played, 'first-better', 'guardrail')).toBeGreaterThan(0.95);
  });
});

test('an experiment ends without a finding at its maximum number of ratings', () => {
  expect(play(3, { likes: () => 0.5, fields: { maxRatings: 20 } })).toEqual({
    outcome: 'no-difference',
    ratings: 20,
  });
});

test('the reason contains the numbers', () => {
  const ratings = [
    { liked: 40, disliked: 55 },
    { liked: 81, disliked: 11 },
  ] as const;
  expect(judgeExperiment(anExperiment({ ratings })).reason).toBe(
    'gpt: 40 of 95 liked; mini: 81 of 92 liked; mini is better (confidence 0.95).',
  );
  expect(judgeExperiment(anExperiment()).reason).toBe(
    'gpt: 0 of 0 liked; mini: 0 of 0 liked; no conclusion yet.',
  );
});

test('both directions are judged the same way', () => {
  const some = fc.nat(200);
  fc.assert(
    fc.property(
      some,
      some,
      some,
      some,
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      (a, b, c, d, share) => {
        const one = { liked: a, disliked: b };
        const other = { liked: c, disliked: d };
        const forward = judgeExperiment(anExperiment({ ratings: [one, other], share }));
        const swapped = judgeExperiment(anExperiment({ ratings: [other, one], share: 1 - share }));
        expect(forward.firstBetter).toBeCloseTo(swapped.secondBetter, 6);
      },
    ),
  );
});
