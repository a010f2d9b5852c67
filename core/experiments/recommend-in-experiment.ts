import { type Recommend, type Recommendation, recommend } from '../preferences/recommend.ts';
import { type RunningExperiment, variantToken } from './experiment.ts';
import type { ExperimentStore } from './ports.ts';

export interface RecommendInExperiment extends Recommend {
  /** Uniform in [0, 1), independent of `random`. */
  readonly draw: number;
  readonly experiments: Pick<ExperimentStore, 'running'>;
}

export interface RecommendationInExperiment extends Omit<Recommendation, 'basis'> {
  readonly basis: Recommendation['basis'] | 'experiment';
  /** Feedback on the answer must repeat this to count; absent without an experiment. */
  readonly experiment?: string;
  /** The variant that was drawn. */
  readonly variant?: string;
}

/**
 * Recommends the model to use now. If an experiment is running on the task type, each recommendation draws a variant
 * independently. A manual override takes precedence, and an experiment is skipped if one of its models is not offered.
 * @returns `null` when there is no model to choose from.
 */
export async function recommendInExperiment({
  draw,
  experiments,
  ...request
}: RecommendInExperiment): Promise<RecommendationInExperiment | null> {
  const [recommendation, running] = await Promise.all([recommend(request), experiments.running()]);
  const experiment = running.find(({ taskType }) => taskType === request.taskType);
  if (!recommendation || !experiment || recommendation.basis === 'override') return recommendation;
  const isSecond = draw < experiment.share;
  const variant = experiment.variants[isSecond ? 1 : 0];
  const drawn = { variant, experiment: variantToken(experiment.id, variant) };
  if (experiment.compares === 'settings') return { ...recommendation, ...drawn };
  if (!isOffered(experiment, recommendation)) return recommendation;
  return {
    ...recommendation,
    ...drawn,
    model: variant,
    propensity: isSecond ? experiment.share : 1 - experiment.share,
    explored: variant !== recommendation.preferred,
    basis: 'experiment',
  };
}

function isOffered({ variants }: RunningExperiment, { models }: Recommendation): boolean {
  const names = models.map(({ model }) => model);
  return variants.every((variant) => names.includes(variant));
}
