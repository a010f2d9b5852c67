import type { LearningEventDraft } from '../events/learning-event.ts';
import type { Experiment, RatingCounts, RunningExperiment } from './experiment.ts';

/** Port: keeps experiments, and which of them run. */
export interface ExperimentStore {
  /**
   * Writes a new one that runs, with its event, all or nothing.
   * @throws Conflict `experiment/exists`, or `experiment/task-taken` where another runs on the task type.
   */
  start(experiment: Experiment, event: LearningEventDraft): Promise<void>;
  /** @throws NotFound `experiment/unknown`. */
  load(id: string): Promise<Experiment>;
  /** Those that run, as of a minute ago at most. */
  running(): Promise<readonly RunningExperiment[]>;
  /**
   * Adds ratings to those of each variant; below 0 where some were taken back.
   * @returns the experiment as it is then; `null` where none of that id runs, and nothing was added.
   */
  addRatings(id: string, ratings: Experiment['ratings']): Promise<Experiment | null>;
  /**
   * Writes that it has ended, with its event, all or nothing. Ratings that came meanwhile stay.
   * @returns whether it ran until now.
   */
  end(
    experiment: Pick<Experiment, 'id' | 'taskType' | 'outcome' | 'reason' | 'endedAt' | 'lastEvent'>,
    event: LearningEventDraft,
  ): Promise<boolean>;
}

export const noRatings: RatingCounts = { liked: 0, disliked: 0 };
