import { setTimeout as delay } from 'node:timers/promises';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';
import { ask } from '../aws/ask.ts';

export interface Patience {
  /** Milliseconds. */
  readonly between: number;
  readonly looks: number;
}

/** A version is active within seconds; in a VPC it takes up to 90 s. */
export const patience: Patience = { between: 2 * second, looks: 45 };

/** Waits until a version can serve. @throws Unavailable `fleet/not-ready`, with Lambda's reason. */
export async function awaitActive(
  client: LambdaClient,
  { functionName, version }: { functionName: string; version: string },
  { between, looks }: Patience,
): Promise<void> {
  for (let look = 1; ; look += 1) {
    const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = await ask(
      { area: 'fleet', action: 'lambda:GetFunctionConfiguration', resource: `function ${functionName}` },
      () =>
        client.send(new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: version })),
    );
    if (State === 'Active' && LastUpdateStatus !== 'InProgress' && LastUpdateStatus !== 'Failed') return;
    const isOnItsWay = State === 'Pending' || (State === 'Active' && LastUpdateStatus === 'InProgress');
    if (!isOnItsWay || look >= looks)
      throw new Unavailable(
        `version ${version} of function ${functionName} is ${State ?? 'in no known state'}, not Active: ` +
          `${StateReason ?? LastUpdateStatusReason ?? 'Lambda gives no reason'}.`,
        { code: 'fleet/not-ready', data: { functionName, version, state: State } },
      );
    await delay(between);
  }
}
