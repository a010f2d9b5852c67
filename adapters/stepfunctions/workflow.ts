import { createHash } from 'node:crypto';
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '#core/improvements/ports.ts';
import { toUnavailable } from '../aws/as-unavailable.ts';

const longestName = 80;

/** An execution name has at most 80 characters of a small alphabet. A shortened name stays unique by its hash. */
function nameOf(name: string): string {
  const allowed = name.replace(/[^\w-]/g, '-');
  if (allowed === name && name.length <= longestName) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${allowed.slice(0, longestName - hash.length - 1)}-${hash}`;
}

export function stepFunctionsWorkflow(stateMachineArn: string, client = new SFNClient({})): Workflow {
  return {
    async start(name, input) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn, name: nameOf(name), input: JSON.stringify(input) }),
        );
      } catch (error) {
        // The same name with another input: an earlier call won, and this call requests nothing new.
        if (error instanceof ExecutionAlreadyExists) return;
        throw toUnavailable(error, { what: 'the workflow', code: 'workflow/unavailable' });
      }
    },
  };
}
