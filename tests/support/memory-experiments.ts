import { Conflict, NotFound } from '#core/errors.ts';
import {
  chainEvent,
  type LearningEvent,
  type LearningEventDraft,
  linkOf,
} from '#core/events/learning-event.ts';
import type { Experiment, RunningExperiment } from '#core/experiments/experiment.ts';
import type { ExperimentStore } from '#core/experiments/ports.ts';
import { sha256 } from './memory-preferences.ts';

/** An in-memory store with the guarantees of the port. */
export class MemoryExperiments implements ExperimentStore {
  readonly events: LearningEvent[] = [];
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

  async addRatings(id: string, [first, second]: Experiment['ratings']): Promise<Experiment | null> {
    const known = this.#experiments.get(id);
    if (!known || known.outcome !== null) return null;
    const sum = (a: typeof first, b: typeof first) => ({
      liked: a.liked + b.liked,
      disliked: a.disliked + b.disliked,
    });
    const added: Experiment = {
      ...known,
      ratings: [sum(known.ratings[0], first), sum(known.ratings[1], second)],
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
