import { handler as assess } from '#functions/pipeline/assess.ts';
import { handler as beginDeploying } from '#functions/pipeline/begin-deploying.ts';
import { handler as beginGenerating } from '#functions/pipeline/begin-generating.ts';
import { handler as beginRollback } from '#functions/pipeline/begin-rollback.ts';
import { handler as beginTesting } from '#functions/pipeline/begin-testing.ts';
import { handler as completeRollout } from '#functions/pipeline/complete-rollout.ts';
import { handler as fail } from '#functions/pipeline/fail.ts';
import { handler as finishRollback } from '#functions/pipeline/finish-rollback.ts';
import { handler as generate } from '#functions/pipeline/generate.ts';
import { handler as startRollout } from '#functions/pipeline/start-rollout.ts';
import { handler as watch } from '#functions/pipeline/watch.ts';

export type Task = (payload: unknown) => Promise<unknown>;

/** The Lambda function behind each task, by the name that the state machine's file substitutes. */
export const tasks: Readonly<Record<string, Task>> = {
  Assess: assess,
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
