import { SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { stepFunctionsWorkflow } from '#adapters/stepfunctions/workflow.ts';
import { type StepFunctions, startStepFunctions } from '#local/stepfunctions/server.ts';
import { behavesAsWorkflow } from './workflow.ts';

const stateMachine = 'arn:aws:states:us-east-1:000000000000:stateMachine:improvement';

const servers: StepFunctions[] = [];
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
  let fails = false;
  const server = await startStepFunctions({
    start(input) {
      started.push(input);
      const result = fails ? Promise.reject(new Error('the revert failed')) : Promise.resolve();
      return { result, abort: () => undefined };
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
  };
}

describe('Step Functions, with the real client', () => {
  behavesAsWorkflow(open);

  it('reports that it cannot be reached', async () => {
    const workflow = stepFunctionsWorkflow(stateMachine, clientFor('http://127.0.0.1:1'));
    const input = {
      improvementId: 'i',
      from: 'test',
      until: 'tested',
      reason: 'r',
      actor: 'user:a',
    } as const;
    await expect(workflow.start('test-1', input)).rejects.toThrow();
  });
});
