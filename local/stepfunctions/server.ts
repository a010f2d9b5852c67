import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { type Listening, listenSecretly } from '../processes/listen.ts';
import { respond } from '../processes/respond.ts';
import type { Execution } from './interpreter.ts';

const DescribeExecution = z.object({ executionArn: z.string() });
const StartExecution = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() });

interface Started {
  readonly input: string;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  readonly startDate: number;
  readonly execution: Execution;
}

export interface StepFunctions extends Listening {
  /** Leaves the executions of an improvement as the end of this process would: they are lost, and may be continued. */
  leave(improvement: string): void;
  /** Resolves once no execution is running. */
  idle(): Promise<void>;
}

/**
 * The stand-in for Step Functions: speaks the part of its protocol (AWS JSON 1.0) that starts executions and describes
 * them, so that the adapter with the real client is the one that runs here too. As on AWS, the same name with the same
 * input returns the same execution while it runs, and `ExecutionAlreadyExists` with another input or once it has ended.
 * An execution ends with its process: the next process does not know it.
 */
export async function startStepFunctions({
  start,
  onFailure,
}: {
  start(input: object, name: string): Execution;
  onFailure(name: string, error: unknown): void;
}): Promise<StepFunctions> {
  const executions = new Map<string, Started>();
  const running = new Set<Promise<unknown>>();

  function run(name: string, input: string): Started {
    const execution = start(JSON.parse(input), name);
    const started: Started = { input, startDate: Date.now() / 1_000, execution, status: 'RUNNING' };
    const ended = execution.result
      .then(
        () => {
          started.status = 'SUCCEEDED';
        },
        (error: unknown) => {
          started.status = 'FAILED';
          onFailure(name, error);
        },
      )
      .finally(() => running.delete(ended));
    running.add(ended);
    executions.set(name, started);
    return started;
  }

  const server = createServer(respond('the Step Functions stand-in', answer));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const reply = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    const refuse = (type: string, message: string) => reply(400, { __type: type, message });
    const action = request.headers['x-amz-target'];
    const body = objectIn(await text(request));
    if (!body) return refuse('SerializationException', 'the body is not a JSON object');
    if (action === 'AWSStepFunctions.DescribeExecution') {
      const asked = DescribeExecution.safeParse(body);
      if (!asked.success) return refuse('ValidationException', asked.error.message);
      const { executionArn } = asked.data;
      const found = executions.get(executionArn.split(':').at(-1) ?? '');
      if (!found) return refuse('ExecutionDoesNotExist', `there is no execution ${executionArn}`);
      const { status, startDate } = found;
      return reply(200, { executionArn, status, startDate });
    }
    if (action === 'AWSStepFunctions.DescribeStateMachine') return reply(200, { ...body, status: 'ACTIVE' });
    if (action !== 'AWSStepFunctions.StartExecution')
      return refuse('UnknownOperationException', `${String(action)} is not served here`);
    const asked = StartExecution.safeParse(body);
    if (!asked.success) return refuse('ValidationException', asked.error.message);
    const { name, input, stateMachineArn } = asked.data;
    if (!objectIn(input)) return refuse('InvalidExecutionInput', 'the input is not a JSON object');
    const known = executions.get(name);
    if (known && (known.input !== input || known.status !== 'RUNNING'))
      return refuse('ExecutionAlreadyExists', `${name} was started with another input, or has ended`);
    const { startDate } = known ?? run(name, input);
    return reply(200, {
      executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
      startDate,
    });
  }

  const listening = await listenSecretly(server);
  return {
    ...listening,
    leave(improvement) {
      for (const [name, { input, execution }] of executions) {
        if (objectIn(input)?.improvementId !== improvement) continue;
        execution.abort();
        executions.delete(name);
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async close() {
      // Nobody is told that they were stopped: with this process they are lost, and the next one continues them.
      await listening.close();
      for (const { execution } of executions.values()) execution.abort();
    },
  };
}

function objectIn(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
