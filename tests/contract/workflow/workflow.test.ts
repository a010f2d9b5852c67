import { createServer } from 'node:http';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { stepFunctionsWorkflow } from '#adapters/stepfunctions/workflow.ts';
import { type Listening, listen } from '#local/processes/listen.ts';
import { startStepFunctions } from '#local/stepfunctions/server.ts';
import { behavesAsWorkflow } from './workflow.ts';

const resumed = {
  improvementId: 'i',
  from: 'test',
  until: 'tested',
  reason: 'r',
  actor: 'user:a',
} as const;

const stateMachine = 'arn:aws:states:us-east-1:000000000000:stateMachine:improvement';

const servers: Pick<Listening, 'close'>[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const clientFor = (endpoint: string) =>
  new SFNClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

async function open() {
  const started: object[] = [];
  const running: (() => void)[] = [];
  let fails = false;
  const server = await startStepFunctions({
    start(input) {
      started.push(input);
      if (fails) return { result: Promise.reject(new Error('the revert failed')), abort: () => undefined };
      const { promise, resolve } = Promise.withResolvers<void>();
      running.push(resolve);
      return { result: promise, abort: resolve };
    },
    onFailure: () => undefined,
  });
  servers.push(server);
  return {
    workflow: stepFunctionsWorkflow(stateMachine, clientFor(server.url)),
    started,
    letFail: (value: boolean) => {
      fails = value;
    },
    async end() {
      for (const end of running.splice(0)) end();
      await server.idle();
    },
  };
}

/** The real client, whose server describes every execution with this status. */
async function describedAs(status: string) {
  const server = createServer((_, response) =>
    response
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify({ status, startDate: 1 })),
  );
  const listening = await listen(server, 0);
  servers.push(listening);
  return stepFunctionsWorkflow(stateMachine, clientFor(listening.url));
}

describe('Step Functions, with the real client', () => {
  behavesAsWorkflow(open);

  it.each([
    ['RUNNING', 'running'],
    ['PENDING_REDRIVE', 'running'],
    ['SUCCEEDED', 'succeeded'],
    ['FAILED', 'failed'],
    ['TIMED_OUT', 'timed-out'],
    ['ABORTED', 'stopped'],
  ])('understands what AWS describes as %s', async (status, state) => {
    expect(await (await describedAs(status)).stateOf('generate-1')).toBe(state);
  });

  it('does not know the executions of an earlier process', async () => {
    const first = await open();
    await first.workflow.start('generate-1', { ...resumed });
    const second = await open();
    expect(await first.workflow.stateOf('generate-1')).toBe('running');
    expect(await second.workflow.stateOf('generate-1')).toBe('unknown');
  });

  it('reports that it cannot be reached', async () => {
    const workflow = stepFunctionsWorkflow(stateMachine, clientFor('http://127.0.0.1:1'));
    await expect(workflow.start('test-1', resumed)).rejects.toThrow();
    // It must not pass for an execution that is unknown.
    await expect(workflow.stateOf('test-1')).rejects.toMatchObject({ code: 'workflow/unavailable' });
  });
});
