import { handler as assess } from '#functions/tasks/assess.ts';
import { handler as beginBaseCheck } from '#functions/tasks/begin-base-check.ts';
import { handler as beginDeploying } from '#functions/tasks/begin-deploying.ts';
import { handler as beginGenerating } from '#functions/tasks/begin-generating.ts';
import { handler as beginRollback } from '#functions/tasks/begin-rollback.ts';
import { handler as beginTesting } from '#functions/tasks/begin-testing.ts';
import { handler as completeRollout } from '#functions/tasks/complete-rollout.ts';
import { handler as fail } from '#functions/tasks/fail.ts';
import { handler as finishRollback } from '#functions/tasks/finish-rollback.ts';
import { handler as generate } from '#functions/tasks/generate.ts';
import { handler as startRollout } from '#functions/tasks/start-rollout.ts';
import { handler as watch } from '#functions/tasks/watch.ts';

export type Task = (payload: unknown) => Promise<unknown>;

/** The Lambda function behind each task, by its name in the state machine file. */
export const tasks: Readonly<Record<string, Task>> = {
  Assess: assess,
  BeginBaseCheck: beginBaseCheck,
  BeginDeploying: beginDeploying,
  BeginGenerating: beginGenerating,
  BeginRollback: beginRollback,
  BeginTesting: beginTesting,
  CompleteRollout: completeRollout,
  Fail: fail,
  FinishRollback: finishRollback,
  Generate: generate,
  StartRollout: startRollout,
  Watch: watch,
};
