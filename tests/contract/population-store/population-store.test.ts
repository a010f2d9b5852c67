import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoPopulation } from '#adapters/dynamodb/preferences/population.ts';
import { unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { noProgress } from '#core/preferences/learner/refit/refit.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryPopulation } from '../../support/memory-preferences.ts';
import { aPopulation, behavesAsPopulationStore } from './population-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

describe('in memory', () => {
  behavesAsPopulationStore(async () => new MemoryPopulation());
});

describe('in DynamoDB', () => {
  behavesAsPopulationStore(async () => dynamoPopulation(await database.newTable()));
});

const state = {
  population: aPopulation,
  statistics: { rewards: 0, lossByGroups: 0, lossByCommon: 0, residuals: new Map() },
  progress: noProgress,
  roster: [],
  batchesUntil: 0,
  batches: [],
  counts: { messages: 0, users: 0 },
  version: 1,
};

test('a population is read again only once it is a minute old', async () => {
  const table = await database.newTable();
  let now = 1_000_000;
  const reader = dynamoPopulation(table, { now: () => now });
  expect(await reader.population()).toEqual(unknownPopulation);
  await dynamoPopulation(table).saveRefit(state);
  now += 59_999;
  expect(await reader.population()).toEqual(unknownPopulation);
  now += 1;
  expect(await reader.population()).toEqual(aPopulation);
});

test('unreadable records are ignored, and the next refit replaces them', async () => {
  const table = await database.newTable();
  const store = dynamoPopulation(table);
  await store.saveRefit(state);
  const damage = (sk: string, field: string, value: unknown) =>
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: 'POPULATION', sk },
        UpdateExpression: 'SET #field = :value',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  await damage('CURRENT', 'population', Uint8Array.of(1, 2, 3));
  await damage('PROGRESS', 'state', 'nonsense');
  await damage('ROSTER', 'users', Uint8Array.of(0x81));

  const fresh = dynamoPopulation(table);
  expect(await fresh.population()).toEqual(unknownPopulation);
  const read = await fresh.loadRefit();
  expect(read).toMatchObject({ population: unknownPopulation, progress: noProgress, roster: [], version: 1 });
  await fresh.saveRefit({ ...read, population: aPopulation, version: 2 });
  expect(await fresh.population()).toEqual(aPopulation);
});

test('an unreadable batch does not block the others', async () => {
  const table = await database.newTable();
  const store = dynamoPopulation(table);
  const Item = { pk: 'BATCHES', sk: '000000000000010#x', batch: Uint8Array.of(0x91, 99) };
  await table.client.send(new PutCommand({ TableName: table.name, Item }));
  const { statistics } = state;
  await store.addBatch({
    id: 'y',
    at: 11,
    statistics: statistics,
    grouping: 0,
    users: ['u'],
    firsts: { messages: 1, users: 1 },
  });
  expect((await store.batchesBetween(0, 20)).map(({ id }) => id)).toEqual(['y']);
});
