import type { ImprovementDependencies } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import type { EntryStage } from './stage-of.ts';

export interface Resumption {
  readonly from: EntryStage;
  readonly actor: string;
  readonly reason: string;
}

/**
 * Continues an improvement in a new execution. The record names it before it is started: of several callers one wins, and
 * an execution that was recorded but never started is found missing. Every step reads the record first, so nothing is
 * done twice.
 * @throws Stale if the improvement has changed meanwhile.
 */
export async function resume(
  improvement: Improvement,
  { from, actor, reason }: Resumption,
  { improvements, workflow, now }: Pick<ImprovementDependencies, 'improvements' | 'workflow' | 'now'>,
): Promise<Improvement> {
  const { id, revision, goal, resumes } = improvement;
  const execution = `resume-${revision}-${id}`;
  const resumed = await improvements.save(
    note(
      improvement,
      { type: 'resumed', actor, at: now(), reason },
      // The time that nobody worked at it is not the candidate's.
      { execution, resumes: resumes + 1, testingSince: null },
    ),
  );
  await workflow.start(execution, { improvementId: id, from, until: goal, actor, reason });
  return resumed;
}
