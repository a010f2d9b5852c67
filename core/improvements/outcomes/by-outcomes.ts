import type { CandidateGenerator } from '../candidate/candidate.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { advised } from './advice.ts';
import { readOutcomes } from './read-outcomes.ts';

/** The generators as the latest outcomes advise for a service: in which order they are asked, and what they are told. */
export async function byOutcomes(
  generators: readonly CandidateGenerator[],
  service: string,
  { improvements, now }: Pick<ImprovementDependencies, 'improvements' | 'now'>,
): Promise<readonly CandidateGenerator[]> {
  return advised(generators, await readOutcomes(improvements, service), { service, now: now() });
}
