import type { Feedback } from '../feedback/feedback.ts';
import { unknownPopulation } from '../learner/population-model.ts';
import { unknownTaste, weightAt, withReward } from '../learner/taste.ts';
import { preferenceFor, type RatedModel } from '../preferences.ts';
import type { Profile } from './profile.ts';

/** Properties of answers, besides the model that wrote them. */
export const traits = ['length', 'tone', 'style'] as const;
export type Trait = (typeof traits)[number];

/** A preferred style of answers. */
export interface StylePreference extends Pick<RatedModel, 'expected' | 'ratings' | 'liked'> {
  readonly trait: Trait;
  /** `short`, `medium` or `long`; a tone or a style as the integrator names it. */
  readonly value: string;
  /** The probability that it is the best of those that the user has rated. */
  readonly confidence: number;
  /** One sentence: why. */
  readonly explanation: string;
}

/** One preference for each trait with ratings. */
export function stylePreferences(profile: Profile, now: number): readonly StylePreference[] {
  // A trait is learned like a task and its values like models, without sharing between users.
  const alone = {
    ...profile,
    taste: { ...unknownTaste, tasks: profile.styles, latest: profile.taste.latest },
  };
  return traits.flatMap((trait) => {
    const found = preferenceFor({ profile: alone, population: unknownPopulation, models: [], now }, trait);
    if (!found) return [];
    const { model: value, expected, ratings, liked, confidence, explanation } = found;
    const why = explanation.slice(explanation.indexOf(':'));
    return [
      { trait, value, expected, ratings, liked, confidence, explanation: `${sentence[trait](value)}${why}` },
    ];
  });
}

const sentence: Readonly<Record<Trait, (value: string) => string>> = {
  length: (value) => `prefers ${value} answers`,
  tone: (value) => `prefers the tone "${value}"`,
  style: (value) => `prefers the style "${value}"`,
};

/** The styles after a message's feedback changed. */
export function stylesAfter(
  styles: Profile['styles'],
  was: Feedback | null,
  is: Feedback,
): Profile['styles'] {
  const before = was ? traitsOf(was) : [];
  const after = traitsOf(is);
  if (JSON.stringify(before) === JSON.stringify(after)) return styles;
  const changed = new Map(styles);
  for (const [sign, rated] of [
    [-1, before],
    [1, after],
  ] as const)
    for (const { trait, value, reward, at } of rated)
      changed.set(trait, withReward(changed.get(trait), value, reward, sign * weightAt(at)));
  return new Map([...changed].filter(([, { arms }]) => [...arms.values()].some(({ count }) => count > 0)));
}

interface RatedTrait {
  readonly trait: Trait;
  readonly value: string;
  readonly reward: number;
  readonly at: number;
}

function traitsOf({ reward, at, responseLength, tone, style }: Feedback): readonly RatedTrait[] {
  if (reward === null) return [];
  const values = { length: lengthOf(responseLength), tone, style };
  return traits.flatMap((trait) => {
    const value = values[trait];
    return value === undefined ? [] : [{ trait, value, reward, at }];
  });
}

/** About a paragraph, and about a page. */
const shortest = 600;
const longest = 3_000;

function lengthOf(characters: number | undefined): string | undefined {
  if (characters === undefined) return undefined;
  if (characters <= shortest) return 'short';
  return characters <= longest ? 'medium' : 'long';
}
