import type { Improvement } from '#core/improvements/improvement.ts';
import { isOpen } from '#core/improvements/status.ts';
import type { RunSummary } from './progress/run-summary.ts';
import { type RunEnd, runEndOf } from './run-end.ts';

/** What a run waits for, and what is missing if it does not happen. */
export interface LoopGoal {
  /** How many improvements are expected at the most. */
  readonly improvements: number;
  /** Whether improvements of earlier runs count, too. */
  readonly countsEarlier: boolean;
  isReached(improvements: readonly Improvement[]): boolean;
  /** What became of the run. @param improvements that are its own. */
  endOf(improvements: readonly Improvement[], isReached: boolean): RunEnd;
  /** One sentence: what is missing. */
  lacking(improvements: readonly Improvement[]): string;
  /** The parts of a run that have no improvement of their own; null if they are there. */
  missing(summary: RunSummary): string | null;
}

const count = (improvements: readonly Improvement[], status: Improvement['status']): number =>
  improvements.filter((improvement) => improvement.status === status).length;

/** The bundled example: two good fixes are promoted, and a bad one is rolled back. */
export const exampleGoal: LoopGoal = {
  improvements: 3,
  countsEarlier: true,
  endOf(own, isReached) {
    if (!isReached) return 'failed';
    return runEndOf(own) === 'nothing-to-improve' ? 'nothing-to-improve' : 'promoted';
  },
  isReached: (all) => count(all, 'applied') >= 2 && count(all, 'rolled-back') >= 1 && !all.some(isInTraffic),
  lacking: (all) =>
    `expected two promoted improvements and one rolled back, but saw ${count(all, 'applied')} promoted and ` +
    `${count(all, 'rolled-back')} rolled back${openOnes(all)}`,
  missing({ feedback, preferences }) {
    if (feedback.events === 0) return 'no feedback arrived';
    return preferences.length === 0 ? 'no preference was learned' : null;
  },
};

/** Any service: one improvement has ended. A finding that resolved by itself, before anything was tried, is none. */
export const serviceGoal: LoopGoal = {
  improvements: 1,
  countsEarlier: false,
  endOf: runEndOf,
  isReached: (all) =>
    all.some(({ status, attempt }) => attempt > 0 && (!isOpen(status) || status === 'awaiting-approval')),
  lacking: (all) =>
    `expected one finished improvement${openOnes(all) || ', but nothing was found to improve'}`,
  missing: () => null,
};

/** A further improvement may already be in the sandbox; only a rollout in progress is waited for. */
const isInTraffic = ({ status }: Improvement): boolean =>
  ['deploying', 'watching', 'rolling-back'].includes(status);

function openOnes(all: readonly Improvement[]): string {
  const unfinished = all.filter(
    ({ status }) => isOpen(status) || status === 'rejected' || status === 'failed',
  );
  if (unfinished.length === 0) return '';
  return `; ${unfinished.map(({ endpoint, status, reason }) => `${endpoint} is ${status} (${reason})`).join('; ')}`;
}
