import type { Improvement } from '../improvement.ts';
import type { WorkflowInput } from '../ports.ts';
import type { Status } from '../status.ts';

export type EntryStage = WorkflowInput['from'];

const stages: Partial<Record<Status, EntryStage>> = {
  generating: 'generate',
  testing: 'test',
  deploying: 'deploy',
  watching: 'watch',
  'rolling-back': 'rollback',
};

/** An automatic run between two stages. */
const betweenStages: Partial<Record<Status, EntryStage>> = { generated: 'test', tested: 'deploy' };

/** The statuses of improvements that an execution may be working on. */
export const workedOn = [...Object.keys(stages), ...Object.keys(betweenStages)] as readonly Status[];

/** The stage at which an execution continues it; null if it has ended, or waits for a person. */
export function stageOf({ status, goal }: Pick<Improvement, 'status' | 'goal'>): EntryStage | null {
  return stages[status] ?? (goal === 'applied' ? betweenStages[status] : undefined) ?? null;
}
