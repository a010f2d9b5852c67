import { describe, expect, it } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { type InstalledService, registerService } from '#core/service/register-service.ts';
import type { Service } from '#core/service/service.ts';

const commands = { test: 'npm test', start: 'npm start' };
const shop: InstalledService = {
  name: 'shop',
  repository: 'https://git.example.com/shop.git',
  deployment: { kind: 'pipeline' },
  alarms: ['shop-errors'],
};

async function register(installed = shop, missing: readonly string[] = []) {
  const saved: Service[] = [];
  const manifest = Manifest.parse({ name: 'shop', language: 'typescript', commands });
  const outcome = await registerService({
    manifest,
    installed,
    environment: { missing: async () => missing },
    services: { save: async (service) => void saved.push(service) },
  }).catch((error: unknown) => error);
  return { saved, outcome, manifest };
}

describe('a service on AWS', () => {
  it('is stored with its manifest and its installation settings, and its code runs in a container', async () => {
    const { saved, manifest } = await register();
    expect(saved).toEqual([
      { ...shop, manifest, dependencies: null, isolation: 'container', acceptsModelCode: true },
    ]);
  });

  it('is not stored while a resource that it names is missing, and the error lists all of them', async () => {
    const { saved, outcome } = await register(shop, ['there is no alarm a', 'there is no branch b']);
    expect(saved).toEqual([]);
    expect(outcome).toMatchObject({
      code: 'service/not-ready',
      message: 'shop cannot be registered yet: there is no alarm a; there is no branch b.',
    });
  });

  it('that deploys to a Lambda alias needs a command that publishes a version', async () => {
    const deployment = { kind: 'lambda-alias', functionName: 'shop', alias: 'live' } as const;
    const { saved, outcome } = await register({ ...shop, deployment });
    expect(saved).toEqual([]);
    expect(outcome).toMatchObject({ message: expect.stringContaining('commands.deploy') });
  });
});
