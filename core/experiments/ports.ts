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
   * Adds the ratings of these changes. Each counts once, however often it is added within two days.
   * @returns the updated experiment; `null` if no experiment with this id is running.
   * @throws Unavailable `store/busy` after some were added; the same call continues.
   */
  addRatings(id: string, changes: readonly CountedChange[]): Promise<Experiment | null>;
  /**
   * Writes the end of an experiment and its event, both or neither. Keeps ratings that arrived in the meantime.
   * @returns whether the experiment was running until now.
   */
  end(
    experiment: Pick<Experiment, 'id' | 'taskType' | 'outcome' | 'reason' | 'endedAt' | 'lastEvent'>,
    event: LearningEventDraft,
  ): Promise<boolean>;
}

/** What one feedback change adds to an experiment. */
export interface CountedChange {
  /** Identifies the change among all others. */
  readonly sequence: string;
  /** By variant; negative counts subtract replaced and withdrawn ratings. */
  readonly ratings: Experiment['ratings'];
}

export const noRatings: RatingCounts = { liked: 0, disliked: 0 };
