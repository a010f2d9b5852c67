import type { Lesson, Surprise } from './learn.ts';

/** What all rewards since the last refit teach: sums alone, so that parts of it can be added up in any order. */
export interface Tally {
  rewards: number;
  lossByGroups: number;
  lossByCommon: number;
  /** By group, task and model. */
  readonly surprises: Map<string, Surprise>;
}

export const emptyTally = (): Tally => ({
  rewards: 0,
  lossByGroups: 0,
  lossByCommon: 0,
  surprises: new Map(),
});

/** Adds a lesson to the tally, in place: there is one for every reward of everybody. */
export function addLesson(tally: Tally, { lossByGroups, lossByCommon, surprises }: Lesson): void {
  tally.rewards += 1;
  tally.lossByGroups += lossByGroups;
  tally.lossByCommon += lossByCommon;
  for (const surprise of surprises) addSurprise(tally, surprise);
}

/** The sum of both, in place of the first. */
export function addTally(tally: Tally, { rewards, lossByGroups, lossByCommon, surprises }: Tally): Tally {
  tally.rewards += rewards;
  tally.lossByGroups += lossByGroups;
  tally.lossByCommon += lossByCommon;
  for (const surprise of surprises.values()) addSurprise(tally, surprise);
  return tally;
}

export function addSurprise({ surprises }: Tally, surprise: Surprise): void {
  const { group, task, model } = surprise;
  const key = `${group} ${task.length} ${task}${model}`;
  const known = surprises.get(key);
  surprises.set(key, known ? sum(known, surprise) : surprise);
}

function sum(a: Surprise, b: Surprise): Surprise {
  return {
    ...a,
    weight: a.weight + b.weight,
    reward: a.reward + b.reward,
    expected: a.expected + b.expected,
    variance: a.variance + b.variance,
  };
}

/** The tally with every sum shrunk to a share of it: what it tells of the past. */
export function fadedTally(tally: Tally, share: number): Tally {
  const surprises = [...tally.surprises].map(
    ([key, each]) =>
      [
        key,
        {
          ...each,
          weight: each.weight * share,
          reward: each.reward * share,
          expected: each.expected * share,
          variance: each.variance * share,
        },
      ] as const,
  );
  return { ...tally, surprises: new Map(surprises) };
}
