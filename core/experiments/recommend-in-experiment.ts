import { type Recommend, type Recommendation, recommend } from '../preferences/recommend.ts';
import { type RunningExperiment, variantToken } from './experiment.ts';
import type { ExperimentStore } from './ports.ts';

export interface RecommendInExperiment extends Recommend {
  /** Uniform in [0, 1), and independent of the other. */
  readonly draw: number;
  readonly experiments: Pick<ExperimentStore, 'running'>;
}

export interface RecommendationInExperiment extends Omit<Recommendation, 'basis'> {
  readonly basis: Recommendation['basis'] | 'experiment';
  /** What feedback on the answer is to repeat, so that it counts; absent where no experiment has a part in it. */
  readonly experiment?: string;
  /** The variant that was drawn. */
  readonly variant?: string;
}

/**
 * The model to use now. Where an experiment runs on the task type, its variant is drawn anew for each recommendation;
 * what was decided by hand goes before it, and one whose models are not both on offer has no part in it.
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
  if (!isOnOffer(experiment, recommendation)) return recommendation;
  return {
    ...recommendation,
    ...drawn,
    model: variant,
    propensity: isSecond ? experiment.share : 1 - experiment.share,
    explored: variant !== recommendation.preferred,
    basis: 'experiment',
  };
}

function isOnOffer({ variants }: RunningExperiment, { models }: Recommendation): boolean {
  const names = models.map(({ model }) => model);
  return variants.every((variant) => names.includes(variant));
}
