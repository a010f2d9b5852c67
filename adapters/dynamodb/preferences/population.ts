import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type BatchStatistics, emptyStatistics } from '#core/preferences/learner/batch-statistics.ts';
import { type Population, unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { noProgress } from '#core/preferences/learner/refit/refit.ts';
import type { Counts, PopulationStore, RefitState } from '#core/preferences/ports.ts';
import { type CacheOptions, cachedRead } from '../cached-read.ts';
import { readItems } from '../read-items.ts';
import type { Table } from '../table.ts';
import { type Writes, writeTransaction } from '../write-transaction.ts';
import { batchItem, readBatches, residualsIn, statisticsOf, sumsOf } from './batch-statistics.ts';
import { packPopulation, unpackPopulation } from './pack-population.ts';
import { Count, Names, numbered, orElse, packed, unpacked } from './packed.ts';

const keyOf = (sk: 'CURRENT' | 'PROGRESS' | 'ROSTER') => ({ pk: 'POPULATION', sk });
const nobody: Counts = { messages: 0, users: 0 };

export function dynamoPopulation(table: Table, freshness: CacheOptions = {}): PopulationStore {
  const { client, name } = table;
  const current = cachedRead(async () => populationIn(await itemOf('CURRENT')), freshness);

  async function itemOf(sk: 'CURRENT' | 'PROGRESS'): Promise<Record<string, unknown>> {
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: keyOf(sk) }));
    return Item ?? {};
  }

  return {
    population: () => current.get(),

    async counts() {
      const { counts = nobody } = await itemOf('PROGRESS');
      return counts as Counts;
    },

    async addBatch(batch) {
      await client.send(new PutCommand({ TableName: name, Item: batchItem(batch) }));
    },

    batchesBetween: (after, until) => readBatches(table, after, until),

    async loadRefit() {
      const Keys = [keyOf('CURRENT'), keyOf('PROGRESS'), keyOf('ROSTER')];
      const items = await readItems(table, Keys, { ConsistentRead: true });
      return stateIn(Object.fromEntries(items.map((item) => [item.sk, item])));
    },

    async saveRefit(state) {
      await writeTransaction(table, 'the population', putState(name, state));
      current.invalidate();
    },
  };
}

/** A population model that cannot be read counts as absent: the next refit rebuilds it. */
function populationIn({ population }: Record<string, unknown> = {}): Population {
  return population === undefined
    ? unknownPopulation
    : orElse(() => unpackPopulation(population), unknownPopulation);
}

const Progress = z.object({
  progress: z.object({
    lossByGroups: z.number(),
    lossByCommon: z.number(),
    rewards: Count,
    seededAt: Count,
  }),
  sums: z.array(z.number()),
  tasks: Names,
  models: Names,
  residuals: z.array(z.array(z.number())),
  batches: Names,
});
const Roster = Names;

function stateIn(items: Readonly<Record<string, Record<string, unknown>>>): RefitState {
  const { version = 0, batchesUntil = 0, counts = nobody, state } = items.PROGRESS ?? {};
  const known = orElse(() => unpacked(Progress, state, 'the progress', 'store/unreadable'), null);
  const users = items.ROSTER?.users;
  return {
    population: populationIn(items.CURRENT),
    statistics: known
      ? statisticsOf(known.sums, known.residuals, known.tasks, known.models)
      : emptyStatistics(),
    progress: known?.progress ?? noProgress,
    roster:
      users === undefined ? [] : orElse(() => unpacked(Roster, users, 'the roster', 'store/unreadable'), []),
    batchesUntil: Number(batchesUntil),
    batches: known?.batches ?? [],
    counts: counts as Counts,
    version: Number(version),
  };
}

function putState(TableName: string, state: RefitState): Writes {
  const { population, progress, roster, batchesUntil, counts, version } = state;
  const expected = version - 1;
  const condition =
    expected === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :expected',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':expected': expected },
        };
  const Progress = {
    ...keyOf('PROGRESS'),
    version,
    batchesUntil,
    counts,
    state: packProgress(progress, state),
  };
  return [
    { Put: { TableName, Item: Progress, ...condition } },
    { Put: { TableName, Item: { ...keyOf('CURRENT'), population: packPopulation(population) } } },
    { Put: { TableName, Item: { ...keyOf('ROSTER'), users: packed(lightEnough(roster)) } } },
  ];
}

/** An item of 400 KB holds this many residuals; the heaviest are kept. */
const mostResiduals = 5_000;

function packProgress(progress: RefitState['progress'], { statistics, batches }: RefitState): Uint8Array {
  const tasks = numbered();
  const models = numbered();
  const residuals = residualsIn(heaviest(statistics), tasks.of, models.of);
  const names = { tasks: tasks.names, models: models.names };
  return packed({ progress, sums: sumsOf(statistics), ...names, residuals, batches });
}

function heaviest(statistics: BatchStatistics): BatchStatistics {
  if (statistics.residuals.size <= mostResiduals) return statistics;
  const kept = [...statistics.residuals]
    .toSorted(([, a], [, b]) => b.weight - a.weight)
    .slice(0, mostResiduals);
  return { ...statistics, residuals: new Map(kept) };
}

const mostBytes = 350_000;

/** The end of the roster, as much of it as an item holds. */
function lightEnough(roster: readonly string[]): readonly string[] {
  let bytes = 0;
  const first = roster.findLastIndex((user) => {
    bytes += Buffer.byteLength(user) + 3;
    return bytes > mostBytes;
  });
  return roster.slice(first + 1);
}
