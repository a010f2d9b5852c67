import type { Improvement } from '#core/improvements/improvement.ts';
import type { Status } from '#core/improvements/status.ts';
import { endedAt } from '#core/rollouts/rollout.ts';

/** What became of a run, from the best to the worst, with the exit code that says so. Code 2 is a command that cannot be used. */
const exitCodes = {
  promoted: 0,
  'awaiting-approval': 6,
  'nothing-to-improve': 3,
  'not-measured': 4,
  rejected: 4,
  'rolled-back': 5,
  failed: 1,
} as const;

export type RunEnd = keyof typeof exitCodes;

const order = Object.keys(exitCodes) as readonly RunEnd[];

/** The exit code of a run of several services: that of the worst end; of none, that of a failure. */
export function exitCodeOf(ends: readonly RunEnd[]): number {
  const worst = Math.max(...ends.map((end) => order.indexOf(end)));
  return exitCodes[order[worst] ?? 'failed'];
}

/** Whether a run that began then, in milliseconds since 1970, brought the improvement to where it is: an earlier run's success is not its own. */
export const isOfRun =
  (since: number) =>
  ({ status, updatedAt, rollout }: Pick<Improvement, 'status' | 'updatedAt' | 'rollout'>): boolean =>
    // A promoted version is measured hours later, which changes its record.
    status === 'applied' ? rollout !== null && (endedAt(rollout) ?? 0) >= since : updatedAt >= since;

/** What became of a run by its improvements: one that was promoted counts for more than those that were not. */
export function runEndOf(improvements: readonly Pick<Improvement, 'status' | 'attempt'>[]): RunEnd {
  const tried = improvements.filter(({ attempt }) => attempt > 0);
  const has = (...statuses: readonly Status[]) => tried.some(({ status }) => statuses.includes(status));
  if (has('applied')) return 'promoted';
  if (has('awaiting-approval')) return 'awaiting-approval';
  if (has('failed')) return 'failed';
  if (has('rolled-back', 'rolling-back')) return 'rolled-back';
  return tried.length > 0 ? 'rejected' : 'nothing-to-improve';
}
