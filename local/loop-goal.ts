import type { Improvement } from '#core/improvements/improvement.ts';
import { isOpen } from '#core/improvements/status.ts';

/** What a run waits for, and what is said when it does not come. */
export interface LoopGoal {
  /** How many improvements are expected at the most. */
  readonly improvements: number;
  isReached(improvements: readonly Improvement[]): boolean;
  /** One sentence: what is missing. */
  lacking(improvements: readonly Improvement[]): string;
}

const count = (improvements: readonly Improvement[], status: Improvement['status']): number =>
  improvements.filter((improvement) => improvement.status === status).length;

/** The bundled example: two fixes that do good are kept, one that does harm is rolled back. */
export const exampleGoal: LoopGoal = {
  improvements: 3,
  isReached: (all) => count(all, 'applied') >= 2 && count(all, 'rolled-back') >= 1 && !all.some(isInTraffic),
  lacking: (all) =>
    `wanted two improvements kept and one rolled back, and saw ${count(all, 'applied')} kept and ` +
    `${count(all, 'rolled-back')} rolled back${openOnes(all)}`,
};

/** Any service: one improvement has come to its end, whichever. */
export const serviceGoal: LoopGoal = {
  improvements: 1,
  isReached: (all) => all.some(({ status }) => !isOpen(status) || status === 'awaiting-approval'),
  lacking: (all) =>
    `wanted one improvement brought to its end${openOnes(all) || ', and nothing was found to improve'}`,
};

/** What comes after may already be in the sandbox; a rollout that has begun is waited for. */
const isInTraffic = ({ status }: Improvement): boolean =>
  ['deploying', 'watching', 'rolling-back'].includes(status);

function openOnes(all: readonly Improvement[]): string {
  const unfinished = all.filter(
    ({ status }) => isOpen(status) || status === 'rejected' || status === 'failed',
  );
  if (unfinished.length === 0) return '';
  return `; ${unfinished.map(({ endpoint, status, reason }) => `${endpoint} is ${status} (${reason})`).join('; ')}`;
}
