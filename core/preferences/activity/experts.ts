import { hour, minute } from '../../time.ts';
import type { WeeklyMoment } from './weekly-moment.ts';

/** The user's latest activity. */
export interface Last {
  readonly activity: string;
  /** The one before. */
  readonly before: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Each expert predicts the next activity from one circumstance and, where it has seen little of that, from its
 * parent. An expert without its circumstance (no earlier activity) predicts what its parent predicts.
 */
interface Expert {
  readonly name: string;
  readonly parent: string | null;
  readonly circumstance: (moment: WeeklyMoment, last: Last | null) => string | null;
}

const pauses = [10 * minute, hour, 6 * hour, 20 * hour];

/** How long ago the last activity was, roughly: a sitting, an hour, a part of the day, a day. */
const pauseOf = (moment: WeeklyMoment, last: Last): number =>
  pauses.filter((longest) => moment.at - last.at > longest).length;

const after =
  (circumstance: (last: Last, moment: WeeklyMoment) => string) => (moment: WeeklyMoment, last: Last | null) =>
    last ? circumstance(last, moment) : null;

/** A parent comes before its children. */
export const experts: readonly Expert[] = [
  { name: 'ever', parent: null, circumstance: () => '' },
  { name: 'time-of-day', parent: 'ever', circumstance: ({ timeOfDay }) => timeOfDay },
  {
    name: 'time-of-day-and-weekend',
    parent: 'time-of-day',
    circumstance: ({ timeOfDay, isWeekend }) => `${timeOfDay} ${isWeekend}`,
  },
  { name: 'hour', parent: 'time-of-day', circumstance: ({ hour }) => `${hour}` },
  { name: 'last', parent: 'ever', circumstance: after(({ activity }) => activity) },
  {
    name: 'last-and-time-of-day',
    parent: 'last',
    circumstance: after(({ activity }, { timeOfDay }) => `${timeOfDay} ${activity}`),
  },
  {
    name: 'last-and-pause',
    parent: 'last',
    circumstance: after((last, moment) => `${pauseOf(moment, last)} ${last.activity}`),
  },
  {
    name: 'last-two',
    parent: 'last',
    circumstance: after(({ activity, before }) => JSON.stringify([before, activity])),
  },
];
