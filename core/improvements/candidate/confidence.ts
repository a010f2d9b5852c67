import type { Candidate } from './candidate.ts';
import { isDecisive, type VerificationReport } from './verification-report.ts';

/**
 * The probability that a candidate behaves as the base does, given what its verification showed: computed from evidence,
 * never asked of a model.
 */
export interface Confidence {
  /** In [0, 1]. */
  readonly value: number;
  readonly parts: ConfidenceParts;
}

/** Each in [0, 1]; more of any of them never lowers the confidence. */
export interface ConfidenceParts {
  /** 1 when no gate failed and each decisive one passed, else 0. */
  readonly gates: number;
  /** 1 when the candidate is certainly faster, else 0; how much faster says nothing about its behavior. */
  readonly gain: number;
  /** How many different calls were captured, of the function with the fewest: 0.5 for five. */
  readonly captured: number;
  /** How many calls were compared, made-up ones too, of the function with the fewest: 0.5 for a hundred. */
  readonly compared: number;
  /** Share of the calls that could be compared. */
  readonly comparable: number;
  /** 1 if the compared calls ran all code that only the candidate has, less with each piece that they did not. */
  readonly exercised: number;
  /** Share of the changed lines that the service's tests run; 0.5 where it is unknown. */
  readonly tested: number;
  /** 1 if base and candidate agree on unusual input, too. */
  readonly agreement: number;
  /** 1 if every part of the change was compared, less with each that was not. */
  readonly seen: number;
  /** 1 if the change brings in nothing that no comparison clears, less with each such thing. */
  readonly riskFree: number;
  /** 1 for one line, falling with the number of changed lines. */
  readonly size: number;
  /** Share of this author's changes that were promoted and not rolled back. */
  readonly history: number;
}

/** How an author's earlier changes ended in production. */
export interface TrackRecord {
  readonly promoted: number;
  readonly rolledBack: number;
}

/** What the confidence is computed from. */
export type ConfidenceEvidence = Pick<
  VerificationReport,
  'gates' | 'coverage' | 'calls' | 'risks' | 'benchmark'
>;

/** Parts that add to the odds. `gates` and `gain` are conditions. */
export type WeighedPart = Exclude<keyof ConfidenceParts, 'gates' | 'gain'>;

export interface ConfidenceModel {
  readonly intercept: number;
  /** What each part adds to the logarithm of the odds when it is 1; never negative. */
  readonly weights: Readonly<Record<WeighedPart, number>>;
}

/**
 * Weights that no corpus of functions can tell: its suites make a handful of calls and run nearly all lines, hundreds of
 * calls are compared, and its authors have no history. That of the history lets no other part make up for the lack of one.
 */
export const chosenWeights = { captured: 1, compared: 1, tested: 2, history: 6 } as const;

/**
 * Fitted to what the gates left of the corpus in `eval/proof/corpus`, kept in `eval/proof/data`. After a change of the corpus or
 * of a gate, `npm run eval:proof -- --fit` fits it again.
 */
export const confidenceModel: ConfidenceModel = {
  intercept: -9.56,
  weights: {
    ...chosenWeights,
    comparable: 0.58,
    exercised: 0.5,
    agreement: 2.67,
    seen: 0.5,
    riskFree: 0.5,
    size: 0.5,
  },
};

/** Prior counts: without outcomes, a rule, whose safety has been argued, is trusted more than a model or an agent. */
const prior = {
  rule: { promoted: 9, rolledBack: 1 },
  model: { promoted: 3, rolledBack: 1 },
  agent: { promoted: 3, rolledBack: 1 },
} as const;
/** At this many changed lines the part `size` is one half. */
const halvingLines = 60;
const halvingCaptured = 5;
const halvingCompared = 100;

export function confidenceIn(
  candidate: Pick<Candidate, 'source' | 'linesChanged'>,
  evidence: ConfidenceEvidence,
  history: TrackRecord,
): Confidence {
  const parts = partsOf(candidate, evidence, history);
  return { value: parts.gates * parts.gain * probabilityOf(parts, confidenceModel), parts };
}

/** The probability that the model gives to evidence whose conditions hold. */
export function probabilityOf(
  parts: Pick<ConfidenceParts, WeighedPart>,
  { intercept, weights }: ConfidenceModel,
): number {
  const logOdds = Object.entries(weights).reduce(
    (sum, [name, weight]) => sum + weight * parts[name as WeighedPart],
    intercept,
  );
  return 1 / (1 + Math.exp(-logOdds));
}

export function partsOf(
  { source, linesChanged }: Pick<Candidate, 'source' | 'linesChanged'>,
  { gates, coverage, calls, risks, benchmark }: ConfidenceEvidence,
  history: TrackRecord,
): ConfidenceParts {
  const functions = calls?.functions ?? [];
  const fewest = (counts: readonly number[]): number => (counts.length === 0 ? 0 : Math.min(...counts));
  const lost = functions.map(
    ({ unstable, unknown }) => unstable + Object.values(unknown).reduce((sum, count) => sum + count, 0),
  );
  return {
    gates: Number(
      gates.every(({ name, result }) => result === 'passed' || (result === 'skipped' && !isDecisive[name])),
    ),
    gain: Number((benchmark?.low ?? 0) > 1),
    captured: saturating(fewest(functions.map(({ captured }) => captured)), halvingCaptured),
    compared: saturating(fewest(functions.map(({ compared }) => compared)), halvingCompared),
    comparable: fewest(functions.map(({ compared }, i) => share(compared, compared + (lost[i] ?? 0), 0))),
    exercised: calls === null ? 0 : fading(calls.unexercised.length),
    tested: coverage ? share(coverage.executed, coverage.changed, 1) : 0.5,
    agreement: Number(calls !== null && calls.differences.length === 0),
    seen: calls === null ? 0 : fading(calls.unseen.length),
    riskFree: fading(risks.length),
    size: halvingLines / (halvingLines + linesChanged - 1),
    history: posteriorMean(history, prior[source]),
  };
}

/** 0 for none, 0.5 for `half`, and towards 1 for many. */
const saturating = (count: number, half: number): number => count / (count + half);

/** 1 for none, 0.5 for one, and towards 0 for many. */
const fading = (count: number): number => 1 / (1 + count);

const share = (part: number, whole: number, ofNothing: number): number =>
  whole === 0 ? ofNothing : part / whole;

/** Mean of the Beta posterior. */
function posteriorMean(seen: TrackRecord, before: TrackRecord): number {
  const kept = seen.promoted + before.promoted;
  return kept / (kept + seen.rolledBack + before.rolledBack);
}
