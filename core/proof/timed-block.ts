import { mean } from '../numbers/mean.ts';

/** One request, timed within moments by two processes of the base and one of the candidate. Times in milliseconds. */
export interface TimedBlock {
  /** Names the request. */
  readonly request: string;
  readonly base: readonly [number, number];
  /** At least one. */
  readonly candidate: readonly number[];
}

/** The natural logarithm of a block's ratio. */
export function logGain({ base, candidate }: Pick<TimedBlock, 'base' | 'candidate'>): number {
  return mean(base.map(Math.log)) - mean(candidate.map(Math.log));
}
