import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { Conflict, NotFound, Stale } from '#core/errors.ts';
import type { Experiment, RunningExperiment } from '#core/experiments/experiment.ts';
import type { ExperimentStore } from '#core/experiments/ports.ts';
import { type CacheOptions, cachedRead } from './cached-read.ts';
import { appendEvent } from './event-log.ts';
import { addRatings } from './experiment-ratings.ts';
import type { Table } from './table.ts';
import { writeTransaction } from './write-transaction.ts';

const keyOf = (id: string) => ({ pk: `EXPERIMENT#${id}`, sk: 'RECORD' });
/** One attribute for each task type with a running experiment: two at once would distort each other's results. */
const runningKey = { pk: 'EXPERIMENTS', sk: 'RUNNING' };
const attributeOf = (taskType: string) => `task ${taskType}`;

export function dynamoExperiments(table: Table, cache: CacheOptions = {}): ExperimentStore {
  const { client, name: TableName } = table;
  const running = cachedRead(readRunning, cache);

  async function readRunning(): Promise<readonly RunningExperiment[]> {
    const { Item = {} } = await client.send(new GetCommand({ TableName, Key: runningKey }));
    return Object.entries(Item).flatMap(([name, value]) =>
      name.startsWith('task ') ? [value as RunningExperiment] : [],
    );
  }

  async function find(id: string): Promise<Experiment | null> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }));
    return Item ? experimentIn(Item) : null;
  }

  return {
    async start(experiment, event) {
      const { id, taskType, variants, compares, share, ratings: _, lastEvent: __, ...rest } = experiment;
      const { write, lastEvent } = appendEvent(table, null, event, experiment.startedAt);
      const record = { ...rest, id, taskType, variants, compares, share };
      try {
        await writeTransaction(table, `the experiment ${id}`, [
          {
            Put: {
              TableName,
              Item: { ...keyOf(id), experiment: record, lastEvent, ...noCounts },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
          {
            Update: {
              TableName,
              Key: runningKey,
              UpdateExpression: 'SET #task = :running',
              ConditionExpression: 'attribute_not_exists(#task)',
              ExpressionAttributeNames: { '#task': attributeOf(taskType) },
              ExpressionAttributeValues: { ':running': { id, taskType, variants, compares, share } },
            },
          },
          write,
        ]);
      } catch (error) {
        if (!(error instanceof Stale)) throw error;
        throw (await find(id)) ? idTaken(id) : taskTypeTaken(taskType);
      }
      running.invalidate();
    },

    async load(id) {
      const found = await find(id);
      if (found) return found;
      throw new NotFound(`there is no experiment ${id}.`, { code: 'experiment/unknown', data: { id } });
    },

    running: () => running.get(),

    async addRatings(id, changes) {
      const isRunning = await addRatings(table, id, changes, (cache.now ?? Date.now)());
      const experiment = isRunning ? await find(id) : null;
      return experiment?.outcome === null ? experiment : null;
    },

    async end({ id, taskType, outcome, reason, endedAt, lastEvent: before }, event) {
      const { write, lastEvent } = appendEvent(table, before, event, endedAt ?? 0);
      try {
        await writeTransaction(table, `the experiment ${id}`, [
          {
            Update: {
              TableName,
              Key: keyOf(id),
              UpdateExpression: 'SET ended = :ended, lastEvent = :lastEvent',
              ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(ended)',
              ExpressionAttributeValues: { ':ended': { outcome, reason, endedAt }, ':lastEvent': lastEvent },
            },
          },
          {
            Update: {
              TableName,
              Key: runningKey,
              UpdateExpression: 'REMOVE #task',
              ExpressionAttributeNames: { '#task': attributeOf(taskType) },
            },
          },
          write,
        ]);
      } catch (error) {
        if (error instanceof Stale) return false;
        throw error;
      }
      running.invalidate();
      return true;
    },
  };
}

const noCounts = { liked1: 0, disliked1: 0, liked2: 0, disliked2: 0 };

function experimentIn(item: Readonly<Record<string, unknown>>): Experiment {
  const { experiment, ended, lastEvent, liked1, disliked1, liked2, disliked2 } = item;
  return {
    ...(experiment as Experiment),
    ...(ended as Partial<Experiment> | undefined),
    ratings: [
      { liked: Number(liked1), disliked: Number(disliked1) },
      { liked: Number(liked2), disliked: Number(disliked2) },
    ],
    lastEvent: lastEvent as Experiment['lastEvent'],
  };
}

const idTaken = (id: string) =>
  new Conflict(`the experiment ${id} already exists; give the new one another id.`, {
    code: 'experiment/exists',
    data: { id },
  });

const taskTypeTaken = (taskType: string) =>
  new Conflict(`another experiment is running on ${taskType}; stop it first.`, {
    code: 'experiment/task-taken',
    data: { taskType },
  });
