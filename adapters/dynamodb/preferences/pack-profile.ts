import * as z from 'zod/mini';
import { quiet, type TaskTaste, type Taste } from '#core/preferences/learner/taste.ts';
import type { Profile, TimesOfDay } from '#core/preferences/profile/profile.ts';
import { timesOfDay } from '#core/preferences/profile/time-of-day.ts';
import { Count, Names, numbered, packed, unpacked } from './packed.ts';

/** The packed part; other fields are attributes of their own, for conditions and to survive a change of format. */
export type UnpackedProfile = Pick<
  Profile,
  'taste' | 'leniency' | 'styles' | 'times' | 'recent' | 'timeZone' | 'announced' | 'updatedAt'
>;

const format = 2;
const Amount = z.number().check(z.nonnegative());
const Packed = z.tuple([
  z.literal(format),
  /** Model names; other fields refer to them by index. */
  Names,
  /** By task type: model, rewards and count of each model; the watch; messages by time of day; the announced model. */
  z.array(
    z.tuple([
      z.string(),
      z.array(Amount),
      z.nullable(z.tuple([z.number(), Amount, Amount])),
      z.array(Count),
      z.nullable(Count),
    ]),
  ),
  /** Membership in 255ths, the carried membership evidence, the grouping of both, the last applied group change. */
  z.nullable(z.instanceof(Uint8Array)),
  z.nullable(z.array(z.number())),
  Count,
  Count,
  /** The latest activities, each as the index of its task type and the milliseconds since the one before. */
  z.array(Count),
  z.string(),
  Count,
  /** By trait of style: for each value its index among the model names, its rewards and count. */
  z.array(z.tuple([z.string(), z.array(Amount)])),
  /** By how much the user's stars were too high in total, and their number. */
  z.tuple([z.number(), Amount]),
  /** When the latest reward was given. */
  Count,
]);

export function packProfile(learned: UnpackedProfile): Uint8Array {
  const { taste, leniency, styles, times, recent, timeZone, announced, updatedAt } = learned;
  const models = numbered();
  // The latest activities may be of task types about which nothing else is kept any more.
  const done = recent.map(({ taskType }) => taskType);
  const names = [...new Set([...times.keys(), ...taste.tasks.keys(), ...announced.keys(), ...done])];
  const tasks = names.map((name): unknown => {
    const { arms, change: watch } = taste.tasks.get(name) ?? { arms: new Map(), change: quiet };
    const known = announced.get(name);
    return [
      name,
      packedArms(arms, models.of),
      watch.evidence > 0 ? [watch.evidence, watch.rewards, watch.count] : null,
      timesOfDay.map((time) => times.get(name)?.[time] ?? 0),
      known === undefined ? null : models.of(known),
    ];
  });
  const traits = [...styles].map(([trait, { arms }]) => [trait, packedArms(arms, models.of)]);
  const activities = recent.flatMap(({ taskType, at }, i) => [
    names.indexOf(taskType),
    at - (recent[i - 1]?.at ?? 0),
  ]);
  return packed([
    format,
    models.names,
    tasks,
    taste.membership && Uint8Array.from(taste.membership, (share) => Math.round(share * 255)),
    taste.carried,
    taste.grouping,
    taste.followed,
    activities,
    timeZone,
    updatedAt,
    traits,
    [leniency.excess, leniency.count],
    taste.latest,
  ]);
}

const packedArms = (arms: TaskTaste['arms'], placeOf: (name: string) => number): readonly number[] =>
  [...arms].flatMap(([name, { rewards, count }]) => [placeOf(name), rewards, count]);

/** @throws InvalidInput `store/unreadable` if it is damaged, or was packed by another version of this program. */
export function unpackProfile(bytes: unknown): UnpackedProfile {
  const read = unpacked(Packed, bytes, 'the profile', 'store/unreadable');
  const [, models, tasks, membership, carried, grouping, followed, ...others] = read;
  const [activities, timeZone, updatedAt, traits, [excess, count], latest] = others;
  const taste: Taste = {
    tasks: new Map(
      tasks.flatMap(([name, arms, watch]) => (arms.length > 0 ? [[name, tasteOf(models, arms, watch)]] : [])),
    ),
    membership: membership && sharesOf(membership),
    carried,
    grouping,
    followed,
    latest,
  };
  return {
    taste,
    leniency: { excess, count },
    styles: new Map(traits.map(([trait, arms]) => [trait, tasteOf(models, arms, null)])),
    times: new Map(
      tasks.flatMap(([name, , , counts]) => (counts.some(Boolean) ? [[name, timesOf(counts)]] : [])),
    ),
    recent: activitiesOf(
      tasks.map(([name]) => name),
      activities,
    ),
    timeZone,
    announced: new Map(
      tasks.flatMap(([name, , , , model]) => (model === null ? [] : [[name, models[model] ?? '']])),
    ),
    updatedAt,
  };
}

function tasteOf(
  models: readonly string[],
  arms: readonly number[],
  watch: readonly [number, number, number] | null,
): TaskTaste {
  const places = Array.from({ length: arms.length / 3 }, (_, i) => 3 * i);
  const [evidence, rewards, count] = watch ?? [0, 0, 0];
  return {
    arms: new Map(
      places.map((i) => {
        const [model = 0, sum = 0, total = 0] = arms.slice(i, i + 3);
        // Both were rounded, so that the rewards may exceed the count.
        return [models[model] ?? '', { rewards: Math.min(sum, total), count: total }];
      }),
    ),
    change: { evidence, rewards, count },
  };
}

function sharesOf(bytes: Uint8Array): readonly number[] {
  const sum = bytes.reduce((total, share) => total + share, 0);
  return Array.from(bytes, (share) => share / sum);
}

function timesOf(counts: readonly number[]): TimesOfDay {
  return Object.fromEntries(
    timesOfDay.flatMap((time, i) => (counts[i] === undefined || counts[i] === 0 ? [] : [[time, counts[i]]])),
  );
}

function activitiesOf(names: readonly string[], packedOnes: readonly number[]): Profile['recent'] {
  let at = 0;
  return Array.from({ length: packedOnes.length / 2 }, (_, i) => {
    at += packedOnes[2 * i + 1] ?? 0;
    return { taskType: names[packedOnes[2 * i] ?? 0] ?? '', at };
  });
}
