import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoServices } from '#adapters/dynamodb/services.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { aService } from '../../support/service.ts';
import { behavesAsServiceStore } from './service-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

describe('in DynamoDB', () => {
  behavesAsServiceStore(async () => dynamoServices(await database.newTable()));

  it('loads a service that was registered before there were documents with their default', async () => {
    const { documents, ...manifest } = aService().manifest;
    const table = await database.newTable();
    await dynamoServices(table).save(aService({ manifest: manifest as Manifest }));
    expect((await dynamoServices(table).load('shop')).manifest.documents).toEqual(documents);
  });

  it('loads a service that was registered before fixes competed with one candidate and a budget', async () => {
    const { manifest } = aService();
    const { candidates, budget, ...policy } = { ...manifest.policy, automaticAbove: 0.5 };
    const table = await database.newTable();
    await dynamoServices(table).save(aService({ manifest: { ...manifest, policy } as Manifest }));
    const { policy: loaded } = (await dynamoServices(table).load('shop')).manifest;
    expect(loaded).toEqual({ ...policy, candidates, budget });
  });

  it('loads a service that was registered before a manifest said how it is started as one in the root without variables', async () => {
    const { directory, env, startSeconds, ...manifest } = aService().manifest;
    const table = await database.newTable();
    await dynamoServices(table).save(aService({ manifest: manifest as Manifest }));
    expect((await dynamoServices(table).load('shop')).manifest).toMatchObject({
      directory,
      env,
      startSeconds,
    });
  });
});
