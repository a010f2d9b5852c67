import type { LambdaClient } from '@aws-sdk/client-lambda';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aliasFleet } from '#adapters/lambda/alias-fleet.ts';
import type { Fleet } from '#core/improvements/ports.ts';
import { startLambda } from '../../../support/lambda-server.ts';

const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];
const name = { functionName: 'shop', alias: 'live' };

describe('two writers at the same time', () => {
  /** Lets fast-check schedule each request. */
  function scheduled(client: LambdaClient, scheduler: fc.Scheduler): LambdaClient {
    const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
    // fast-check reports a scheduled promise that rejects, so outcomes are passed as values.
    const settle = scheduler.scheduleFunction(async (command: unknown) => {
      const [outcome] = await Promise.allSettled([send(command)]);
      return outcome;
    });
    return {
      async send(command: unknown) {
        const outcome = await settle(command);
        if (outcome.status === 'rejected') throw outcome.reason;
        return outcome.value;
      },
    } as unknown as LambdaClient;
  }

  const commands: readonly (readonly [string, (fleet: Fleet) => Promise<void>])[] = [
    ['a shift', (fleet) => fleet.shift('shop', fresh, 50)],
    ['a promotion', (fleet) => fleet.promote('shop', fresh)],
  ];

  it.each(commands)('leave the version withdrawn, whatever %s does in the meantime', async (_, command) => {
    const lambda = await startLambda();
    onTestFinished(() => lambda.close());
    for (const description of [old, fresh]) lambda.publish(description);
    const client = lambda.clientWith(1);
    lambda.alias.RoutingConfig = { AdditionalVersionWeights: { 2: 0.1 } };
    const begun = { ...lambda.alias };
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        Object.assign(lambda.alias, begun);
        const ends = [command, (fleet: Fleet) => fleet.withdraw('shop', fresh)].map((item) =>
          item(aliasFleet(scheduled(client, scheduler), name)),
        );
        await scheduler.waitFor(Promise.all(ends));
        expect(lambda.alias).toMatchObject({ FunctionVersion: '1', Description: '[ironclaw: withdrawn=2]' });
        expect(lambda.alias.RoutingConfig?.AdditionalVersionWeights).toEqual({});
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});
