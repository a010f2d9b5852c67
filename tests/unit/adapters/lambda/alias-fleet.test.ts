import { describe, expect, it, onTestFinished } from 'vitest';
import { aliasFleet } from '#adapters/lambda/alias-fleet.ts';
import { type LambdaServer, type Mishap, startLambda } from '../../../support/lambda-server.ts';

const [old, fresh] = ['a'.repeat(40), 'b'.repeat(40)];
const name = { functionName: 'shop', alias: 'live' };
const quick = { between: 1, looks: 3 };

async function open({ attempts = 1, baseline = old } = {}) {
  const lambda = await startLambda();
  onTestFinished(() => lambda.close());
  lambda.publish(baseline);
  const client = lambda.clientWith(attempts);
  return { lambda, client, fleet: aliasFleet(client, name, quick) };
}

/** A fleet whose new version gets 10 % of the requests. */
async function openCanary(options?: Parameters<typeof open>[0]) {
  const opened = await open(options);
  opened.lambda.publish(fresh);
  await opened.fleet.launch('shop', fresh);
  await opened.fleet.shift('shop', fresh, 10);
  return opened;
}

const weightsOf = ({ alias }: LambdaServer) => alias.RoutingConfig?.AdditionalVersionWeights ?? {};

describe('a version', () => {
  it('is the newest one published from the commit, on any page of the list', async () => {
    const { lambda, fleet } = await open();
    for (const description of [fresh, 'by hand', fresh, '']) lambda.publish(description);
    await fleet.launch('shop', fresh);
    await fleet.shift('shop', fresh, 10);
    expect(weightsOf(lambda)).toEqual({ 4: 0.1 });
  });

  it("is not ready if unpublished, and the error tells the deploy command's author what to do", async () => {
    const { fleet } = await open();
    await expect(fleet.launch('shop', fresh)).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'fleet/not-ready',
      message: expect.stringMatching(/shop has no version with the description b{40}.*publish-version/),
    });
  });

  it('is awaited while it is pending', async () => {
    const { lambda, fleet } = await open();
    lambda.publish(fresh, ['Pending', 'Pending', 'Active']);
    expect(await fleet.launch('shop', fresh)).toEqual({ baseline: old });
    expect(lambda.asked.filter((action) => action === 'GetFunctionConfiguration')).toHaveLength(3);
  });

  it.each([
    ['stays pending', ['Pending'], 3],
    ['has failed', ['Failed'], 1],
  ])('that %s is not ready', async (_, states, looks) => {
    const { lambda, fleet } = await open();
    lambda.publish(fresh, states);
    await expect(fleet.launch('shop', fresh)).rejects.toMatchObject({ code: 'fleet/not-ready' });
    expect(lambda.asked.filter((action) => action === 'GetFunctionConfiguration')).toHaveLength(looks);
  });

  it('is named by its number if it serves and names no commit', async () => {
    const { lambda, fleet } = await open({ baseline: 'the first one' });
    lambda.publish(fresh);
    expect(await fleet.launch('shop', fresh)).toEqual({ baseline: '1' });
  });
});

describe('an alias', () => {
  it('that does not exist is named with its setting', async () => {
    const { lambda, client } = await open();
    lambda.publish(fresh);
    const fleet = aliasFleet(client, { functionName: 'shop', alias: 'prod' });
    await expect(fleet.launch('shop', fresh)).rejects.toMatchObject({
      name: 'Conflict',
      code: 'fleet/unknown-alias',
      message: expect.stringMatching(/alias prod of function shop.*deployment\.alias/),
    });
  });

  it.each([
    ['alias', { functionName: 'shop', alias: 'prod' }],
    ['function', { functionName: 'ship', alias: 'live' }],
  ])('does not stop a rollback if %s is unknown', async (_, wrong) => {
    const { lambda, client } = await open();
    lambda.publish(fresh);
    await expect(aliasFleet(client, wrong).withdraw('shop', fresh)).resolves.toBeUndefined();
  });

  it('keeps other text in the description', async () => {
    const { lambda, fleet } = await openCanary();
    lambda.alias.Description = 'production, ask Ada';
    await fleet.promote('shop', fresh);
    expect(lambda.alias.Description).toBe('production, ask Ada [ironclaw: before=1]');
    await fleet.withdraw('shop', fresh);
    expect(lambda.alias.Description).toBe('production, ask Ada [ironclaw: withdrawn=2]');
    await fleet.launch('shop', fresh);
    expect(lambda.alias.Description).toBe('production, ask Ada');
  });

  it('is not written if it is already up to date', async () => {
    const { lambda, fleet } = await openCanary();
    const before = lambda.alias.RevisionId;
    await fleet.shift('shop', fresh, 10);
    expect(lambda.alias.RevisionId).toBe(before);
  });

  it('is read again after each write', async () => {
    const { lambda, fleet } = await openCanary();
    await fleet.shift('shop', fresh, 50);
    expect(lambda.asked.slice(-3)).toEqual(['GetAlias', 'UpdateAlias', 'GetAlias']);
  });

  it('is written again if the write did not take effect, and reported if that does not help', async () => {
    const { lambda, fleet } = await openCanary();
    lambda.script('UpdateAlias', 'forgotten');
    await fleet.shift('shop', fresh, 50);
    expect(weightsOf(lambda)).toEqual({ 2: 0.5 });

    lambda.script('UpdateAlias', ...Array.from({ length: 9 }, () => 'forgotten' as const));
    await expect(fleet.shift('shop', fresh, 100)).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'fleet/alias-differs',
      message: expect.stringContaining('alias live of function shop'),
    });
  });
});

describe('a request that fails', () => {
  it('for too many of them is repeated by the client', async () => {
    const { lambda, fleet } = await openCanary({ attempts: 3 });
    lambda.script('GetAlias', 'throttled');
    lambda.script('UpdateAlias', 'throttled', 'fault');
    await fleet.shift('shop', fresh, 50);
    expect(weightsOf(lambda)).toEqual({ 2: 0.5 });
  });

  it.each<Mishap>(['throttled', 'fault', 'lost', 'expired', 'busy'])(
    'may succeed later: %s',
    async (mishap) => {
      const { lambda, fleet } = await openCanary();
      lambda.script('UpdateAlias', mishap);
      await expect(fleet.shift('shop', fresh, 50)).rejects.toMatchObject({
        name: 'Unavailable',
        code: 'fleet/unavailable',
        fault: 'dependency',
      });
      await fleet.shift('shop', fresh, 50);
      expect(weightsOf(lambda)).toEqual({ 2: 0.5 });
    },
  );

  it.each([1, 3])(
    'with a lost response has taken effect, and is not repeated: %i attempts',
    async (attempts) => {
      const { lambda, fleet } = await openCanary({ attempts });
      await fleet.promote('shop', fresh);
      lambda.script('UpdateAlias', 'lost');
      await fleet.withdraw('shop', fresh).catch(() => fleet.withdraw('shop', fresh));
      expect(lambda.alias).toMatchObject({ FunctionVersion: '1', Description: '[ironclaw: withdrawn=2]' });
    },
  );

  it('for want of a permission is our fault, and says which', async () => {
    const { lambda, fleet } = await openCanary();
    lambda.script('UpdateAlias', 'denied');
    await expect(fleet.shift('shop', fresh, 50)).rejects.toMatchObject({
      name: 'Forbidden',
      code: 'fleet/forbidden',
      fault: 'ours',
      message: expect.stringMatching(/lambda:UpdateAlias on alias live of function shop/),
    });
  });
});
