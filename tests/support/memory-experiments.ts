import { Conflict, NotFound } from '#core/errors.ts';
import {
  chainEvent,
  type LearningEvent,
  type LearningEventDraft,
  linkOf,
} from '#core/events/learning-event.ts';
import type { Experiment, RatingCounts, RunningExperiment } from '#core/experiments/experiment.ts';
import type { CountedChange, ExperimentStore } from '#core/experiments/ports.ts';
import { sha256 } from './memory-preferences.ts';

/** An in-memory store with the guarantees of the port. */
export class MemoryExperiments implements ExperimentStore {
  readonly events: LearningEvent[] = [];
  readonly #counted = new Set<string>();
  readonly #experiments = new Map<string, Experiment>();

  async start(experiment: Experiment, draft: LearningEventDraft): Promise<void> {
    const { id, taskType } = experiment;
    if (this.#experiments.has(id))
      throw new Conflict(`The experiment ${id} already exists.`, { code: 'experiment/exists' });
    if ((await this.running()).some((experiment) => experiment.taskType === taskType))
      throw new Conflict(`Another experiment is running on ${taskType}.`, { code: 'experiment/task-taken' });
    const event = chainEvent(null, draft, experiment.startedAt, sha256);
    this.events.push(event);
    this.#experiments.set(id, { ...experiment, lastEvent: linkOf(event) });
  }

  async load(id: string): Promise<Experiment> {
    const found = this.#experiments.get(id);
    if (!found) throw new NotFound(`There is no experiment ${id}.`, { code: 'experiment/unknown' });
    return found;
  }

  async running(): Promise<readonly RunningExperiment[]> {
    return [...this.#experiments.values()]
      .filter(({ outcome }) => outcome === null)
      .map(({ id, taskType, variants, compares, share }) => ({ id, taskType, variants, compares, share }));
  }

  async addRatings(id: string, changes: readonly CountedChange[]): Promise<Experiment | null> {
    const known = this.#experiments.get(id);
    if (!known || known.outcome !== null) return null;
    const news = changes.filter(({ sequence }) => !this.#counted.has(`${id} ${sequence}`));
    for (const { sequence } of news) this.#counted.add(`${id} ${sequence}`);
    const added: Experiment = {
      ...known,
      ratings: news.reduce(
        ([first, second], { ratings }) => [sum(first, ratings[0]), sum(second, ratings[1])] as const,
        known.ratings,
      ),
    };
    this.#experiments.set(id, added);
    return added;
  }

  async end(
    { id, outcome, reason, endedAt, lastEvent }: Parameters<ExperimentStore['end']>[0],
    draft: LearningEventDraft,
  ): Promise<boolean> {
    const known = this.#experiments.get(id);
    if (!known || known.outcome !== null) return false;
    const event = chainEvent(lastEvent, draft, endedAt ?? 0, sha256);
    this.events.push(event);
    this.#experiments.set(id, { ...known, outcome, reason, endedAt, lastEvent: linkOf(event) });
    return true;
  }
}

const sum = (a: RatingCounts, b: RatingCounts): RatingCounts => ({
  liked: a.liked + b.liked,
  disliked: a.disliked + b.disliked,
});
