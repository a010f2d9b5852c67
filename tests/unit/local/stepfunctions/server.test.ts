import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Execution } from '#local/stepfunctions/interpreter.ts';
import { startStepFunctions } from '#local/stepfunctions/server.ts';
import { leaveInTheMiddleOf } from '../../../support/leave-in-the-middle-of.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:improvement';

interface RunningServer {
  readonly url: string;
  readonly client: SFNClient;
  readonly started: object[];
  readonly failures: string[];
  readonly aborted: () => number;
  close(): Promise<void>;
  idle(): Promise<void>;
}

/** The real client with our server; every execution calls `run`. */
async function startServer(run: () => Promise<unknown> = async () => undefined): Promise<RunningServer> {
  const started: object[] = [];
  const failures: string[] = [];
  let aborted = 0;
  const start = (input: object): Execution => {
    started.push(input);
    return {
      result: run(),
      abort: () => {
        aborted += 1;
      },
    };
  };
  const server = await startStepFunctions({
    start,
    onFailure: (name, error) => failures.push(`${name}: ${(error as Error).message}`),
  });
  onTestFinished(() => server.close());
  const client = new SFNClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    url: server.url,
    client,
    started,
    failures,
    aborted: () => aborted,
    close: server.close,
    idle: server.idle,
  };
}

const startOf = (name: string, input: object) =>
  new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });

test('an execution starts with its input, and is named as on AWS', async () => {
  const { client, started } = await startServer();

  const { executionArn, startDate } = await client.send(startOf('first', { id: 1 }));

  expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:improvement:first');
  expect(startDate).toBeInstanceOf(Date);
  expect(started).toEqual([{ id: 1 }]);
});

test('the same name with the same input is the same execution while it runs', async () => {
  const { client, started } = await startServer(() => new Promise(() => undefined));

  const first = await client.send(startOf('first', { id: 1 }));
  const again = await client.send(startOf('first', { id: 1 }));

  expect(again.executionArn).toBe(first.executionArn);
  expect(again.startDate).toEqual(first.startDate);
  expect(started).toHaveLength(1);
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['SUCCEEDED', async () => undefined],
  ['FAILED', () => Promise.reject(new Error('the revert failed'))],
])('a name whose execution has %s is taken, and says how it ended', async (status, run) => {
  const { client, started, idle } = await startServer(run);
  const { executionArn } = await client.send(startOf('first', { id: 1 }));
  await idle();

  await expect(client.send(startOf('first', { id: 1 }))).rejects.toThrow(ExecutionAlreadyExists);
  expect(await client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status });
  expect(started).toHaveLength(1);
});

test('an execution that was never started cannot be described', async () => {
  const { client } = await startServer();
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:first`;

  await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toThrow(
    ExecutionDoesNotExist,
  );
});

test('the same name with another input is refused', async () => {
  const { client, started } = await startServer();
  await client.send(startOf('first', { id: 1 }));

  await expect(client.send(startOf('first', { id: 2 }))).rejects.toThrow(ExecutionAlreadyExists);
  expect(started).toHaveLength(1);
});

test('an execution that fails is reported under its name', async () => {
  const { client, failures, idle } = await startServer(() => Promise.reject(new Error('the sandbox burns')));

  await client.send(startOf('first', {}));
  await idle();

  expect(failures).toEqual(['first: the sandbox burns']);
});

test('an unsupported action is refused as unknown', async () => {
  const { client } = await startServer();

  await expect(client.send(new ListExecutionsCommand({ stateMachineArn }))).rejects.toThrow(
    'AWSStepFunctions.ListExecutions is not served here',
  );
});

test('closing it aborts running executions', async () => {
  const { client, aborted, close } = await startServer();
  await client.send(startOf('first', {}));

  await close();

  expect(aborted()).toBe(1);
});

describe('what is no request of a client', () => {
  const target = 'AWSStepFunctions.StartExecution';
  const post = (url: string, body: string) =>
    fetch(url, { method: 'POST', headers: { 'x-amz-target': target }, body });

  test.each([
    ['the body', 'not json', 'SerializationException'],
    ['the body', 'null', 'SerializationException'],
    [
      'the input',
      JSON.stringify({ stateMachineArn, name: 'first', input: 'not json' }),
      'InvalidExecutionInput',
    ],
  ])('is refused where %s is no JSON object: %s', async (_, body, type) => {
    const { url, started } = await startServer();

    const response = await post(url, body);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: type });
    expect(started).toEqual([]);
  });

  test('ends nothing if its client leaves in the middle of it', async () => {
    const { url, client } = await startServer();

    await leaveInTheMiddleOf(url);

    await expect(client.send(startOf('first', {}))).resolves.toMatchObject({ startDate: expect.any(Date) });
  });
});
