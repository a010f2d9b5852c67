import { hour, minute } from '../../time.ts';
import type { Improvement } from '../improvement.ts';

/** How long requests to replay are waited for, and how long a run that proves nothing is repeated. */
export const patience = { requests: hour, runs: hour / 2 } as const;

/** Milliseconds since the test of the candidate was first requested. */
export const testingTime = ({ testingSince }: Pick<Improvement, 'testingSince'>, now: number): number =>
  testingSince === null ? 0 : now - testingSince;

/** Seconds until requests are looked for again: a tenth of the time so far. */
export const secondsToRequests = (testing: number): number => secondsIn(testing / 10, minute);

/** Seconds until a void run is repeated: as long as it has taken so far, because a run is dear. */
export const secondsToNextRun = (testing: number): number => secondsIn(testing, 15 * minute);

const secondsIn = (milliseconds: number, most: number): number =>
  Math.ceil(Math.min(most, Math.max(1_000, milliseconds)) / 1_000);
