import { minute } from '../../time.ts';
import { addStatistics, type BatchStatistics } from '../learner/batch-statistics.ts';
import { isWorthwhile, refit } from '../learner/refit/refit.ts';
import type { FeedbackBatch, PopulationStore, ProfileStore, RefitState } from '../ports.ts';

export interface RefitPopulation {
  readonly populations: PopulationStore;
  readonly profiles: Pick<ProfileStore, 'loadAll'>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The age from which batch statistics are certain to be readable, in milliseconds. */
  readonly settled: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface Refitted {
  /** Ratings since the last refit. */
  readonly ratings: number;
  /** Users in the sample: none if there are too few new ratings for a refit. */
  readonly users: number;
}

/**
 * Refits the population model. A refit that is started again continues from the last finished one.
 * @throws Conflict `store/stale` when another refit was first.
 */
export async function refitPopulation(request: RefitPopulation): Promise<Refitted> {
  const { populations, profiles, now, settled, random } = request;
  const before = await populations.loadRefit();
  const after = Math.max(0, before.batchesUntil - overlap);
  const state = withBatches(before, await populations.batchesBetween(after, now - settled));
  if (state === before) return { ratings: 0, users: 0 };
  const { population, statistics, progress, roster } = state;
  if (!isWorthwhile(statistics, progress)) {
    await populations.saveRefit(state);
    return { ratings: statistics.rewards, users: 0 };
  }
  const tastes = (await profiles.loadAll(roster)).map(({ taste }) => taste);
  await populations.saveRefit({ ...state, ...refit(population, tastes, statistics, progress, now, random) });
  return { ratings: statistics.rewards, users: tastes.length };
}

/** More users than this do not improve the groups. */
const mostUsers = 5_000;
/** A batch comes again within minutes or not at all. */
const fewestIds = 500;
/** Batches are read again for so long, and known by their ids: a clock that was set back dates new ones before the last. */
const overlap = 2 * minute;

function withBatches(state: RefitState, read: readonly FeedbackBatch[]): RefitState {
  const known = new Set(state.batches);
  const news = read.filter(({ id }) => !known.has(id) && known.add(id));
  const last = read.at(-1);
  if (!last || news.length === 0) return state;
  const ids = [...new Set([...read.map(({ id }) => id), ...[...known].reverse()])];
  const { grouping } = state.population;
  return {
    ...state,
    statistics: news.reduce(
      (sum, item) => addStatistics(sum, statisticsFor(grouping, item)),
      state.statistics,
    ),
    roster: latest([...state.roster, ...news.flatMap(({ users }) => users)], mostUsers),
    batches: ids.slice(0, Math.max(fewestIds, read.length)).reverse(),
    batchesUntil: Math.max(state.batchesUntil, last.at),
    counts: news.reduce(
      ({ messages, users }, { firsts }) => ({
        messages: messages + firsts.messages,
        users: users + firsts.users,
      }),
      state.counts,
    ),
    version: state.version + 1,
  };
}

/** Residuals of an earlier grouping say nothing about this one. */
function statisticsFor(grouping: number, batch: FeedbackBatch): BatchStatistics {
  return batch.grouping === grouping ? batch.statistics : { ...batch.statistics, residuals: new Map() };
}

/** The latest distinct names, in the order of their last occurrence. */
function latest(names: readonly string[], most: number): readonly string[] {
  return [...new Set([...names].reverse())].slice(0, most).reverse();
}
