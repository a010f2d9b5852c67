import { shapeOf } from '#core/improvements/candidate/request-shape.ts';
import type { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { RecordedRequest, VerifyJob } from '#core/improvements/jobs.ts';
import type { ComparedRequest } from './response-comparison.ts';

export type Equivalence = NonNullable<VerificationReport['equivalence']>;

const mostDifferences = 10;

/** Counts what was compared, and what of production's requests that covers. */
export function equivalenceIn(
  compared: readonly ComparedRequest[],
  requests: readonly RecordedRequest[],
  { endpoint, recorded }: Pick<VerifyJob, 'endpoint' | 'recorded'>,
): Equivalence {
  const stable = compared.filter(({ isStable }) => isStable);
  const shapesIn = (all: readonly RecordedRequest[]) =>
    new Set(all.filter((request) => request.endpoint === endpoint).map(shapeOf)).size;
  const unstable = compared.length - stable.length;
  return {
    compared: stable.reduce((sum, { rounds }) => sum + rounds, 0),
    requests: stable.length,
    endpoints: new Set(stable.map(({ request }) => request.endpoint)).size,
    shapes: {
      compared: shapesIn(stable.map(({ request }) => request)),
      recorded: recorded?.targetShapes ?? shapesIn(requests),
    },
    unstable,
    leftOut: Math.max(0, (recorded?.requests ?? requests.length) - stable.length - unstable),
    differences: compared.flatMap(({ differences }) => differences).slice(0, mostDifferences),
  };
}
