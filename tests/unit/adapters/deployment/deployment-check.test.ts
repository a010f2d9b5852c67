import { simpleGit } from 'simple-git';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deploymentCheck } from '#adapters/deployment/deployment-check.ts';
import { Manifest } from '#core/service/manifest.ts';
import type { InstalledService } from '#core/service/register-service.ts';
import { startLambda } from '../../../support/lambda-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let lambda: Awaited<ReturnType<typeof startLambda>>;
let repository: string;
beforeEach(async () => {
  lambda = await startLambda();
  repository = temporaryFolder();
  const git = simpleGit(repository);
  await git.raw(['init', '--quiet', '--initial-branch=main']);
  await git.raw([
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.com',
    'commit',
    '--allow-empty',
    '-qm',
    'first',
  ]);
});
afterEach(() => lambda.close());

const manifest = (branch = 'main') =>
  Manifest.parse({ name: 'shop', language: 'typescript', branch, commands: { test: 't', start: 's' } });

function missing(fields: Partial<InstalledService>, branch?: string) {
  const environment = deploymentCheck({
    lambda: lambda.clientWith(1),
    alarms: {
      states: async (names) =>
        names.map((name) => ({ name, state: name === 'shop-errors' ? 'ok' : 'unknown' })),
    },
  });
  const shop = { name: 'shop', repository, deployment: { kind: 'pipeline' }, alarms: [] } as const;
  return environment.missing({ ...shop, ...fields }, manifest(branch));
}

describe('the environment of a service', () => {
  it('lacks nothing if repository, alias and alarms exist', async () => {
    const deployment = { kind: 'lambda-alias', functionName: 'shop', alias: 'live' } as const;
    expect(await missing({ deployment, alarms: ['shop-errors'] })).toEqual([]);
  });

  it('lacks a repository that cannot be reached', async () => {
    const [sentence] = await missing({ repository: 'http://127.0.0.1:9/nothing.git' });
    expect(sentence).toMatch(/^the repository http:\/\/127\.0\.0\.1:9\/nothing\.git cannot be reached/);
    expect(sentence).toContain('services[].repository');
  });

  it('lacks a branch that the repository does not have', async () => {
    expect(await missing({}, 'trunk')).toEqual([`the repository ${repository} has no branch trunk`]);
  });

  it('lacks an alias that the function does not have', async () => {
    const deployment = { kind: 'lambda-alias', functionName: 'shop', alias: 'lvie' } as const;
    const [sentence] = await missing({ deployment });
    expect(sentence).toContain('there is no alias lvie of function shop');
    expect(sentence).toContain('deployment.alias');
  });

  it('lacks an alarm whose name has a typo', async () => {
    expect(await missing({ alarms: ['shop-errors', 'shop-erorrs'] })).toEqual([
      'there is no alarm shop-erorrs; correct its name in services[].alarms',
    ]);
  });
});
