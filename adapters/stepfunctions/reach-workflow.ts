import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { stepFunctionsClient } from './client.ts';

/** Resolves if the state machine can be reached; its executions are left alone. */
export async function reachWorkflow(stateMachineArn: string, client = stepFunctionsClient()): Promise<void> {
  await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
}
