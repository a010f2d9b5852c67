import { Conflict } from '../errors.ts';
import type { ImprovementDependencies } from './dependencies.ts';
import { resume } from './executions/resume.ts';
import { type Improvement, note } from './improvement.ts';
import type { WorkflowInput } from './ports.ts';
import type { Status } from './status.ts';

export type Stage = 'generate' | 'test' | 'deploy' | 'rollback';

interface Entry {
  /** The statuses in which the stage may be requested. */
  readonly when: readonly Status[];
  /** The status in which it is under way: requesting it continues it, if no execution works on it any more. */
  readonly continues?: Status;
  readonly until: WorkflowInput['until'];
}

const entries: Readonly<Record<Stage, Entry>> = {
  generate: { when: ['opportunity', 'failed'], continues: 'generating', until: 'generated' },
  test: { when: ['generated'], continues: 'testing', until: 'tested' },
  deploy: { when: ['tested'], until: 'applied' },
  rollback: { when: ['deploying', 'watching', 'applied'], continues: 'rolling-back', until: 'applied' },
};

/** The stages that may be requested now. */
export function stagesFor({ status }: Improvement): readonly Stage[] {
  return (Object.keys(entries) as Stage[]).filter(
    (stage) => entries[stage].when.includes(status) || entries[stage].continues === status,
  );
}

/**
 * Starts one stage by hand, or continues it where its execution has ended. Requesting it twice while nothing has changed
 * starts it once, and requesting what is under way starts nothing.
 * @throws Conflict `improvement/illegal-stage`, which names the stages that would be allowed.
 */
export async function requestStage(
  id: string,
  { stage, actor, reason }: { stage: Stage; actor: string; reason: string },
  { improvements, workflow, now }: Pick<ImprovementDependencies, 'improvements' | 'workflow' | 'now'>,
): Promise<Improvement> {
  const found = await improvements.load(id);
  const allowed = stagesFor(found);
  if (!allowed.includes(stage))
    throw new Conflict(
      `improvement ${id} is ${found.status}; ${stage} is not possible now` +
        (allowed.length > 0 ? `, only ${allowed.join(' or ')}.` : '.'),
      { code: 'improvement/illegal-stage', data: { current: found.status, allowed } },
    );
  const { until, continues } = entries[stage];
  if (found.status === continues) {
    const isLost = found.execution === null || (await workflow.stateOf(found.execution)) !== 'running';
    return isLost ? resume(found, { from: stage, actor, reason }, { improvements, workflow, now }) : found;
  }
  // Recorded, so that neither the analysis nor a restart takes it further than the operator wants.
  const improvement =
    found.goal === until
      ? found
      : await improvements.save(
          note(found, { type: 'stage-requested', actor, at: now(), reason }, { goal: until }),
        );
  await workflow.start(`${stage}-${improvement.revision}-${id}`, {
    improvementId: id,
    from: stage,
    until,
    actor,
    reason,
  });
  return improvement;
}
