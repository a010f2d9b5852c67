import type { Improvement } from '#core/improvements/improvement.ts';
import { listAllImprovements } from '#core/improvements/list-all-improvements.ts';
import type { ImprovementStore, Workflow, WorkflowInput } from '#core/improvements/ports.ts';
import type { Status } from '#core/improvements/status.ts';

/** The stage at which an interrupted execution continues, by status. */
const entries: Partial<Record<Status, WorkflowInput['from']>> = {
  generating: 'generate',
  testing: 'test',
  deploying: 'deploy',
  watching: 'watch',
  'rolling-back': 'rollback',
};

/** An automatic run that ended between two stages. */
const betweenStages: Partial<Record<Status, WorkflowInput['from']>> = { generated: 'test', tested: 'deploy' };

const entryOf = ({ status, goal }: Improvement): WorkflowInput['from'] | undefined =>
  entries[status] ?? (goal === 'applied' ? betweenStages[status] : undefined);

/** The improvements that an interrupted instance left unfinished. */
export async function findUnfinished(
  service: string,
  improvements: Pick<ImprovementStore, 'list'>,
): Promise<readonly Improvement[]> {
  const all = await listAllImprovements(improvements, { service });
  return all.filter((improvement) => entryOf(improvement) !== undefined);
}

/** Continues it in the state machine. Every step reads the record first, so nothing is done twice. */
export async function resume(improvement: Improvement, workflow: Workflow): Promise<void> {
  const from = entryOf(improvement);
  if (from === undefined) return;
  await workflow.start(`resume-${improvement.revision}-${Date.now()}-${improvement.id}`, {
    improvementId: improvement.id,
    from,
    until: improvement.goal,
    actor: 'system:restart',
    reason: from === 'rollback' ? improvement.reason : 'the process was ended in the middle of it',
  });
}

/**
 * The version that serves when a service is started: the head of its branch or, during an unfinished rollout, the
 * baseline. The branch may contain an improvement before its record says so.
 */
export function versionToServe(head: string, unfinished: readonly Improvement[]): string {
  const rollingOut = unfinished.find(({ status }) => inTheTraffic.includes(status));
  return rollingOut?.rollout?.baseline ?? rollingOut?.candidate?.baseCommit ?? head;
}

const inTheTraffic: readonly Status[] = ['deploying', 'watching', 'rolling-back'];
