import { stepFunctionsWorkflow } from '#adapters/stepfunctions/workflow.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';

/** Starts executions of the improvement's state machine. */
export const workflow = once(() =>
  stepFunctionsWorkflow(readEnvironment('STATE_MACHINE_ARN').STATE_MACHINE_ARN),
);
