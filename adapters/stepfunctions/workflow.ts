import { createHash } from 'node:crypto';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionStatus,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { Unavailable } from '#core/errors.ts';
import type { Workflow } from '#core/improvements/ports.ts';
import { toUnavailable } from '../aws/as-unavailable.ts';
import { stepFunctionsClient } from './client.ts';

const longestName = 80;
/** How often a name is started again after its execution has failed. */
const mostStarts = 20;
const failed: readonly unknown[] = [
  ExecutionStatus.FAILED,
  ExecutionStatus.TIMED_OUT,
  ExecutionStatus.ABORTED,
];

/** An execution name has at most 80 characters of a small alphabet. A shortened name stays unique by its hash. */
function nameOf(name: string): string {
  const allowed = name.replace(/[^\w-]/g, '-');
  if (allowed === name && name.length <= longestName) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${allowed.slice(0, longestName - hash.length - 1)}-${hash}`;
}

/** Step Functions keeps the name of an execution for 90 days: an execution that failed is started again under another one. */
export function stepFunctionsWorkflow(stateMachineArn: string, client = stepFunctionsClient()): Workflow {
  /** @returns whether the name was free. */
  async function startAs(name: string, input: string): Promise<boolean> {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  }

  async function hasFailed(name: string): Promise<boolean> {
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return failed.includes(status);
  }

  return {
    async start(name, input) {
      const body = JSON.stringify(input);
      try {
        for (let n = 1; n <= mostStarts; n += 1) {
          const wanted = nameOf(n === 1 ? name : `${name}-${n}`);
          // If it exists and has not failed, an earlier call won, and this call requests nothing new.
          if ((await startAs(wanted, body)) || !(await hasFailed(wanted))) return;
        }
      } catch (error) {
        throw toUnavailable(error, { what: 'the workflow', code: 'workflow/unavailable' });
      }
      throw new Unavailable(`the execution ${name} has failed ${mostStarts} times; read their logs.`, {
        code: 'workflow/fails',
      });
    },
  };
}
