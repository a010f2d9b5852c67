import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import {
  addResidual,
  type BatchStatistics,
  emptyStatistics,
} from '#core/preferences/learner/batch-statistics.ts';
import type { FeedbackBatch } from '#core/preferences/ports.ts';
import { expiryOf } from '#core/retention.ts';
import { queryAll } from '../query-all.ts';
import { sortable, type Table } from '../table.ts';
import { Count, Names, numbered, orElse, packed, unpacked } from './packed.ts';

const partition = 'BATCHES';

type StoredBatch = Pick<FeedbackBatch, 'at' | 'firsts'> & Partial<Omit<FeedbackBatch, 'at' | 'firsts'>>;

/** The item that adds batch statistics, or corrects the counts. */
export function batchItem(batch: StoredBatch): Record<string, unknown> {
  const { id = randomUUID(), at } = batch;
  return {
    pk: partition,
    sk: `${sortable(at)}#${id}`,
    batch: packBatch(batch),
    expiresAt: expiryOf('batchStatistics', at),
  };
}

/** The batches added after `after` and up to `until`, oldest first. Unreadable ones are left out. */
export async function readBatches(
  table: Table,
  after: number,
  until: number,
): Promise<readonly FeedbackBatch[]> {
  const items = await queryAll(table, partition, [sortable(after + 1), sortable(until + 1)]);
  return items.flatMap((item) => orElse(() => batchIn(item), []));
}

const StoredBatch = z.tuple([
  z.literal(1),
  /** Messages and users that are new. */
  z.tuple([z.number(), z.number()]),
  Count,
  z.array(z.number()),
  Names,
  Names,
  z.array(z.array(z.number())),
  Names,
]);

function packBatch({
  firsts,
  grouping = 0,
  statistics = emptyStatistics(),
  users = [],
}: StoredBatch): Uint8Array {
  const tasks = numbered();
  const models = numbered();
  const residuals = residualsIn(statistics, tasks.of, models.of);
  return packed([
    1,
    [firsts.messages, firsts.users],
    grouping,
    sumsOf(statistics),
    tasks.names,
    models.names,
    residuals,
    users,
  ]);
}

function batchIn({ sk, batch }: Readonly<Record<string, unknown>>): FeedbackBatch {
  const [time = '', id = ''] = String(sk).split(/#(.*)/s);
  const [, [messages, newcomers], grouping, sums, tasks, models, residuals, users] = unpacked(
    StoredBatch,
    batch,
    'a batch',
    'store/unreadable',
  );
  return {
    id,
    at: Number(time),
    firsts: { messages, users: newcomers },
    grouping,
    statistics: statisticsOf(sums, residuals, tasks, models),
    users,
  };
}

export const sumsOf = ({ rewards, lossByGroups, lossByCommon }: BatchStatistics): readonly number[] => [
  rewards,
  lossByGroups,
  lossByCommon,
];

/** The numbers of each residual: group, task, model, weight, reward, expected, variance. */
export function residualsIn(
  { residuals }: BatchStatistics,
  taskOf: (name: string) => number,
  modelOf: (name: string) => number,
): readonly (readonly number[])[] {
  return [...residuals.values()].map(({ group, task, model, weight, reward, expected, variance }) => [
    group,
    taskOf(task),
    modelOf(model),
    weight,
    reward,
    expected,
    variance,
  ]);
}

export function statisticsOf(
  [rewards = 0, lossByGroups = 0, lossByCommon = 0]: readonly number[],
  residuals: readonly (readonly number[])[],
  tasks: readonly string[],
  models: readonly string[],
): BatchStatistics {
  const statistics: BatchStatistics = { ...emptyStatistics(), rewards, lossByGroups, lossByCommon };
  for (const [
    group = 0,
    task = 0,
    model = 0,
    weight = 0,
    reward = 0,
    expected = 0,
    variance = 0,
  ] of residuals)
    addResidual(statistics, {
      group,
      task: tasks[task] ?? '',
      model: models[model] ?? '',
      weight,
      reward,
      expected,
      variance,
    });
  return statistics;
}
