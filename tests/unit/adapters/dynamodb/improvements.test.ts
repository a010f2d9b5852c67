import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoImprovements } from '#adapters/dynamodb/improvements.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import type { BaseReport } from '#core/improvements/base/base-report.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { startTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { aCandidate, anImprovement, proposed } from '../../../support/improvement.ts';

let database: TestDatabase;
let table: Table;
beforeAll(async () => {
  database = await startTestDatabase();
  table = await database.newTable();
});
afterAll(() => database.stop());

it('reads an improvement that was begun before it had all of its fields', async () => {
  const { moves, baseReport, ...earlier } = anImprovement();
  const store = dynamoImprovements(table);
  await store.create(earlier as Improvement, proposed(earlier as Improvement));

  expect(await store.load(earlier.id)).toMatchObject({ ...earlier, lastEvent: {}, moves, baseReport });
  expect((await store.list({ limit: 1 })).items).toMatchObject([{ id: earlier.id, moves, baseReport }]);
});

describe('an improvement with more evidence than a record holds', () => {
  const names = Array.from({ length: 3_000 }, (_, i) => `${i}: ${'a long name of a test, '.repeat(20)}`);
  const baseReport: BaseReport = {
    schema: 1,
    commit: 'a'.repeat(40),
    checks: [{ name: 'tests', result: 'works', detail: 'é'.repeat(4_000), seconds: 1 }],
    tests: { ran: 3_000, failing: names, flaky: [] },
    replays: [],
    seconds: 2,
  };
  // The largest that has the form of a candidate.
  const candidate = aCandidate({ rationale: 'y'.repeat(4_000) });
  const attempt = {
    source: 'model',
    author: 'm',
    path: 'a.ts',
    function: 'f',
    hash: null,
  } as const;
  const earlier = Array.from({ length: 40 }, (_, i) => ({ ...attempt, outcome: `${i}`.padEnd(20_000, 'z') }));

  it('is saved with the candidate whole, and with as much of the evidence as fits', async () => {
    const store = dynamoImprovements(table);
    const large = anImprovement({ id: 'large', candidate, baseReport, earlier, reason: 'r'.repeat(900_000) });
    await store.create(large, proposed(large));
    const read = await store.load('large');
    expect(read.candidate).toEqual(candidate);
    expect(read.earlier.at(-1)).toEqual(earlier.at(-1));
    expect(read.baseReport?.tests).toMatchObject({ ran: 3_000 });
    expect(read.baseReport?.tests.failing[0]).toMatch(/^0: a long name/);
    expect(read.reason.length).toBe(4_000);
  });

  it('loses nothing if it fits', async () => {
    const store = dynamoImprovements(table);
    const small = anImprovement({ id: 'small', candidate, earlier: earlier.slice(0, 3) });
    await store.create(small, proposed(small));
    expect(await store.load('small')).toMatchObject({ candidate, earlier: small.earlier });
  });
});
