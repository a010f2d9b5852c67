import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionStatus,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Unavailable } from '#core/errors.ts';
import type { ExecutionState, Workflow } from '#core/improvements/ports.ts';
import { toUnavailable } from '../aws/as-unavailable.ts';
import { stepFunctionsClient } from './client.ts';
import { executionName } from './execution-name.ts';

/** How often a name is started again after its execution has failed. */
const mostStarts = 20;

const states: Readonly<Record<ExecutionStatus, ExecutionState>> = {
  [ExecutionStatus.RUNNING]: 'running',
  // About to run again.
  [ExecutionStatus.PENDING_REDRIVE]: 'running',
  [ExecutionStatus.SUCCEEDED]: 'succeeded',
  [ExecutionStatus.FAILED]: 'failed',
  [ExecutionStatus.TIMED_OUT]: 'timed-out',
  [ExecutionStatus.ABORTED]: 'stopped',
};
const failed: readonly ExecutionState[] = ['failed', 'timed-out', 'stopped'];

/** Step Functions keeps the name of an execution for 90 days: an execution that failed is started again under another one. */
export function stepFunctionsWorkflow(stateMachineArn: string, client = stepFunctionsClient()): Workflow {
  /** @returns whether the name was free. */
  async function startAs(name: string, input: string): Promise<boolean> {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw unavailable(error);
    }
  }

  async function stateOf(name: string): Promise<ExecutionState> {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName(name)}`;
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return status === undefined ? 'unknown' : states[status];
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return 'unknown';
      throw unavailable(error);
    }
  }

  return {
    stateOf,
    async start(name, input) {
      for (let n = 1; n <= mostStarts; n += 1) {
        const wanted = n === 1 ? name : `${name}-${n}`;
        const isFree = await startAs(executionName(wanted), JSON.stringify(input));
        // If it exists and has not failed, an earlier call won, and this call requests nothing new.
        if (isFree || !failed.includes(await stateOf(wanted))) return;
      }
      throw new Unavailable(`the execution ${name} has failed ${mostStarts} times; read their logs.`, {
        code: 'workflow/fails',
      });
    },
  };
}

const unavailable = (error: unknown): unknown =>
  toUnavailable(error, { what: 'the workflow', code: 'workflow/unavailable' });
