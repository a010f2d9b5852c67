import { addStatistics, type BatchStatistics } from '../learner/batch-statistics.ts';
import { isWorthwhile, refit } from '../learner/refit/refit.ts';
import type { FeedbackBatch, PopulationStore, ProfileStore, RefitState } from '../ports.ts';

export interface RefitPopulation {
  readonly populations: PopulationStore;
  readonly profiles: Pick<ProfileStore, 'loadAll'>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How long ago something must have been taught to be there for certain, in milliseconds. */
  readonly settled: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export interface Refitted {
  /** Ratings since the last refit. */
  readonly ratings: number;
  /** Users whose tastes were looked at: none where so few ratings would teach next to nothing. */
  readonly users: number;
}

/**
 * Learns anew what everybody teaches. A refit that is begun again goes on from the last that was finished.
 * @throws Conflict `store/stale` when another refit was first.
 */
export async function refitPopulation(request: RefitPopulation): Promise<Refitted> {
  const { populations, profiles, now, settled, random } = request;
  const before = await populations.loadRefit();
  const state = withTaught(before, await populations.taughtBetween(before.taughtUntil, now - settled));
  if (state === before) return { ratings: 0, users: 0 };
  const { population, tally, progress, roster } = state;
  if (!isWorthwhile(tally, progress)) {
    await populations.saveRefit(state);
    return { ratings: tally.rewards, users: 0 };
  }
  const tastes = (await profiles.loadAll(roster)).map(({ taste }) => taste);
  await populations.saveRefit({ ...state, ...refit(population, tastes, tally, progress, now, random) });
  return { ratings: tally.rewards, users: tastes.length };
}

/** More users than this teach the groups nothing that these do not. */
const mostUsers = 5_000;
/** A batch comes again within minutes or not at all. */
const mostIds = 500;

function withTaught(state: RefitState, read: readonly FeedbackBatch[]): RefitState {
  const known = new Set(state.taught);
  const news = read.filter(({ id }) => !known.has(id) && known.add(id));
  const last = read.at(-1);
  if (!last) return state;
  const { grouping } = state.population;
  return {
    ...state,
    tally: news.reduce((sum, item) => addStatistics(sum, tallyFor(grouping, item)), state.tally),
    roster: latest([...state.roster, ...news.flatMap(({ users }) => users)], mostUsers),
    taught: [...known].slice(-mostIds),
    taughtUntil: last.at,
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

/** Surprises about a grouping that is no more say nothing of this one. */
function tallyFor(grouping: number, taught: FeedbackBatch): BatchStatistics {
  return taught.grouping === grouping ? taught.statistics : { ...taught.statistics, surprises: new Map() };
}

/** Each once, the last of them, in the order of their last time. */
function latest(names: readonly string[], most: number): readonly string[] {
  return [...new Set([...names].reverse())].slice(0, most).reverse();
}
