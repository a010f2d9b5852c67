import { describe, expect, it, onTestFinished } from 'vitest';
import { aliasFleet } from '#adapters/lambda/alias-fleet.ts';
import { type LambdaServer, startLambda } from '../../support/lambda-server.ts';
import { behavesAsFleet, fresh, later, old } from './fleet.ts';

const name = { functionName: 'shop', alias: 'live' };

async function open() {
  const lambda = await startLambda();
  onTestFinished(() => lambda.close());
  for (const commit of [old, fresh, later]) lambda.publish(commit);
  return { lambda, fleet: aliasFleet(lambda.clientWith(1), name) };
}

/** As Lambda splits: the alias's own version gets what the additional version does not. */
function sharesOf({ alias }: LambdaServer): Record<string, number> {
  const commits: Readonly<Record<string, string>> = { 1: old, 2: fresh, 3: later };
  const [other] = Object.entries(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
  const shares = {
    [commits[alias.FunctionVersion] ?? '']: 100 * (1 - (other?.[1] ?? 0)),
    ...(other ? { [commits[other[0]] ?? '']: 100 * other[1] } : {}),
  };
  return Object.fromEntries(Object.entries(shares).filter(([, share]) => share > 0));
}

describe('an alias of a Lambda function, with the real client', () => {
  behavesAsFleet(async () => {
    const { lambda, fleet } = await open();
    return { fleet, shares: async () => sharesOf(lambda) };
  });

  it('returns at once to the version before a promotion if the promoted version is withdrawn', async () => {
    const { lambda, fleet } = await open();
    await fleet.launch('shop', fresh);
    await fleet.promote('shop', fresh);
    await fleet.withdraw('shop', fresh);
    expect(sharesOf(lambda)).toEqual({ [old]: 100 });
  });

  it('keeps the old version as its own until the promotion, even at 100 %', async () => {
    const { lambda, fleet } = await open();
    await fleet.launch('shop', fresh);
    await fleet.shift('shop', fresh, 100);
    expect(lambda.alias).toMatchObject({
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 1 } },
    });
  });

  it('remembers withdrawn versions in another process', async () => {
    const { lambda, fleet } = await open();
    await fleet.launch('shop', fresh);
    await fleet.withdraw('shop', fresh);
    await aliasFleet(lambda.clientWith(1), name).shift('shop', fresh, 50);
    expect(sharesOf(lambda)).toEqual({ [old]: 100 });
  });
});
