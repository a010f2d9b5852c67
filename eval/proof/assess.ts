import {
  type Confidence,
  type ConfidenceEvidence,
  confidenceIn,
} from '#core/improvements/candidate/confidence.ts';
import type { Example } from './fit.ts';
import type { Tried } from './run-trials.ts';

/** How a candidate ends: rejected by a gate, sent to a person, or shipped automatically. */
export type Ending = 'tests' | 'calls' | 'person' | 'automatic';

export interface Assessed extends Tried {
  readonly ending: Ending;
  readonly confidence: Confidence;
}

/** What the gates say that the corpus cannot try: that a service answers the same, and certainly faster. */
const assumed: Pick<ConfidenceEvidence, 'gates' | 'benchmark'> = {
  gates: [],
  benchmark: {
    ratio: 2,
    low: 2,
    high: 2,
    pairs: 20,
    before: { p50: 2, p95: 2 },
    after: { p50: 1, p95: 1 },
    p95: null,
    requests: 20,
    slower: [],
  },
};

/** Decides as the loop does, for the author that is trusted least: a model without outcomes in production. */
export function assess(tried: Tried, automaticAbove: number): Assessed {
  const { linesChanged, rejectedBy, review, coverage, calls, risks } = tried.trial;
  const confidence = confidenceIn(
    { source: 'model', linesChanged },
    { ...assumed, coverage, calls, risks },
    { promoted: 0, rolledBack: 0 },
  );
  const isAutomatic = review.approvals === 0 && confidence.value >= automaticAbove;
  return { ...tried, confidence, ending: rejectedBy ?? (isAutomatic ? 'automatic' : 'person') };
}

/** What the gates left, for the confidence to be fitted to. */
export const examplesOf = (assessed: readonly Assessed[]): readonly Example[] =>
  assessed
    .filter(({ trial }) => trial.rejectedBy === null)
    .map(({ function: name, confidence, label }) => ({
      function: name,
      parts: confidence.parts,
      isRight: label === 'right',
    }));
