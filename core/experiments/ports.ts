import type { LearningEventDraft } from '../events/learning-event.ts';
import type { Experiment, RatingCounts, RunningExperiment } from './experiment.ts';

/** Port: stores experiments and knows which of them are running. */
export interface ExperimentStore {
  /**
   * Writes a new running experiment and its event, both or neither.
   * @throws Conflict `experiment/exists`, or `experiment/task-taken` if another one is running on the task type.
   */
  start(experiment: Experiment, event: LearningEventDraft): Promise<void>;
  /** @throws NotFound `experiment/unknown`. */
  load(id: string): Promise<Experiment>;
  /** The running experiments, at most a minute old. */
  running(): Promise<readonly RunningExperiment[]>;
  /**
   * Adds ratings to each variant; negative counts subtract withdrawn ratings.
   * @returns the updated experiment; `null` if no experiment with this id is running, and nothing was added.
   */
  addRatings(id: string, ratings: Experiment['ratings']): Promise<Experiment | null>;
  /**
   * Writes the end of an experiment and its event, both or neither. Keeps ratings that arrived in the meantime.
   * @returns whether the experiment was running until now.
   */
  end(
    experiment: Pick<Experiment, 'id' | 'taskType' | 'outcome' | 'reason' | 'endedAt' | 'lastEvent'>,
    event: LearningEventDraft,
  ): Promise<boolean>;
}

export const noRatings: RatingCounts = { liked: 0, disliked: 0 };
