import type { CandidateGenerator, CandidateSource, GenerationRequest } from '../candidate/candidate.ts';
import { failingLast, type Occasion } from './failing-functions.ts';
import type { Outcome } from './outcome.ts';
import { countsIn, successShare } from './success-share.ts';

/**
 * The generators in the order in which they are expected to succeed at this service; equals keep their order. To ask in
 * the order of the probabilities needs the fewest attempts until one succeeds. Each is also told what the outcomes say
 * within it: the expected success of its authors, and the functions at which attempts keep failing come last.
 *
 * All are asked until one has a fix, and each failure lowers the generator that caused it, so none waits for ever.
 */
export function advised(
  generators: readonly CandidateGenerator[],
  outcomes: readonly Outcome[],
  occasion: Occasion,
): readonly CandidateGenerator[] {
  const expected = ({ source }: CandidateGenerator) =>
    expectedSuccess(
      source,
      outcomes.filter((outcome) => outcome.source === source),
      occasion,
    );
  return generators
    .toSorted((a, b) => expected(b) - expected(a))
    .map((generator) => ({
      ...generator,
      propose: (request) => generator.propose(withAdvice(request, generator.source, outcomes, occasion)),
    }));
}

function withAdvice(
  request: GenerationRequest,
  source: CandidateSource,
  outcomes: readonly Outcome[],
  occasion: Occasion,
): GenerationRequest {
  const { finding } = request;
  const expectedOf = (author: string) =>
    expectedSuccess(
      source,
      outcomes.filter((outcome) => outcome.source === source && outcome.author === author),
      occasion,
    );
  return {
    ...request,
    finding: { ...finding, hottest: failingLast(finding.hottest, outcomes, occasion) },
    expectedOf,
  };
}

function expectedSuccess(
  source: CandidateSource,
  outcomes: readonly Outcome[],
  { service }: Occasion,
): number {
  const own = outcomes.filter((outcome) => outcome.service === service);
  const others = outcomes.filter((outcome) => outcome.service !== service);
  return successShare(source, countsIn(own), countsIn(others)).expected;
}
