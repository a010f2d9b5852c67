import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Workflow } from '#core/improvements/ports.ts';

/** Executions have at most 80 characters of name, of a small alphabet. */
const nameOf = (name: string): string => name.replace(/[^\w-]/g, '-').slice(0, 80);

export function stepFunctionsWorkflow(stateMachineArn: string, client = new SFNClient({})): Workflow {
  return {
    async start(name, input) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn, name: nameOf(name), input: JSON.stringify(input) }),
        );
      } catch (error) {
        // The same name with another input: an earlier call won, and this one asks for nothing new.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
