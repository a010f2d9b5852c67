import type { EventLink } from '../../events/learning-event.ts';
import { type Leniency, noLeniency } from '../feedback/leniency.ts';
import { type TaskTaste, type Taste, unknownTaste } from '../learner/taste.ts';
import type { TimeOfDay } from './time-of-day.ts';

/** A message that got feedback: what the user was doing, and when. */
export interface Activity {
  readonly taskType: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** By time of day: how many messages first got feedback then. */
export type TimesOfDay = Readonly<Partial<Record<TimeOfDay, number>>>;

/** Everything learned about one user. Derived data: it can be rebuilt from the user's feedback. */
export interface Profile {
  readonly userId: string;
  readonly taste: Taste;
  readonly leniency: Leniency;
  /** Preferred styles, by trait: each value is rated like a model. */
  readonly styles: ReadonlyMap<string, TaskTaste>;
  /** By task type. */
  readonly times: ReadonlyMap<string, TimesOfDay>;
  /** The latest, in the order of their time. */
  readonly recent: readonly Activity[];
  /** IANA name, as of the latest of them. */
  readonly timeZone: string;
  /** By task type: the model that somebody decided on by hand. */
  readonly overrides: ReadonlyMap<string, string>;
  /** By task type: the model that the audit log last said the user prefers. */
  readonly announced: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  /** Counts the changes; 0 when nothing was recorded yet. */
  readonly version: number;
  /** The sequence number of the last applied feedback change: digits. */
  readonly sequence: string;
  /** When the user was last forgotten, in milliseconds since 1970: feedback recorded until then is ignored. */
  readonly forgottenAt: number;
  /** The user's last learning event. */
  readonly lastEvent: EventLink | null;
}

/** The profile of a user without feedback. */
export function emptyProfile(userId: string): Profile {
  return {
    userId,
    taste: unknownTaste,
    leniency: noLeniency,
    styles: new Map(),
    overrides: new Map(),
    times: new Map(),
    recent: [],
    timeZone: 'UTC',
    announced: new Map(),
    updatedAt: 0,
    version: 0,
    sequence: '0',
    forgottenAt: 0,
    lastEvent: null,
  };
}

/** Whether the user has given no feedback, or none since being forgotten. */
export const isEmpty = ({ times }: Profile): boolean => times.size === 0;

/** A profile is one record: with so many task types and models it stays within a few kilobytes, whatever is sent. */
const mostTasks = 64;
const mostModels = 32;

/** The profile without the least rated entries, if it has become too large. */
export function bounded(profile: Profile): Profile {
  const { taste, styles, times, announced } = profile;
  const rated = [...taste.tasks.values(), ...styles.values()];
  if (times.size <= mostTasks && rated.every(({ arms }) => arms.size <= mostModels)) return profile;
  const weightOf = (task: string) => weightOfTask(taste.tasks.get(task));
  const kept = new Set(heaviest([...times.keys()], mostTasks, weightOf));
  const tasks = [...taste.tasks].filter(([task]) => kept.has(task));
  return {
    ...profile,
    taste: { ...taste, tasks: new Map(tasks.map(([task, ofTask]) => [task, withMostRated(ofTask)])) },
    styles: new Map([...styles].map(([trait, ofTrait]) => [trait, withMostRated(ofTrait)])),
    times: new Map([...times].filter(([task]) => kept.has(task))),
    announced: new Map([...announced].filter(([task]) => kept.has(task))),
  };
}

function withMostRated(task: TaskTaste): TaskTaste {
  const arms = heaviest([...task.arms], mostModels, ([, { count }]) => count);
  return { ...task, arms: new Map(arms) };
}

const weightOfTask = (task: TaskTaste | undefined): number =>
  [...(task?.arms.values() ?? [])].reduce((sum, { count }) => sum + count, 0);

/** The entries with the largest weight, in their original order. */
function heaviest<Value>(
  values: readonly Value[],
  most: number,
  weightOf: (value: Value) => number,
): readonly Value[] {
  if (values.length <= most) return values;
  const kept = new Set(values.toSorted((a, b) => weightOf(b) - weightOf(a)).slice(0, most));
  return values.filter((value) => kept.has(value));
}
