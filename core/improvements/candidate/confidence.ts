import type { Candidate } from './candidate.ts';
import { isDecisive, type VerificationReport } from './verification-report.ts';

/** The confidence that a candidate improves production: computed from evidence, never asked of a model. */
export interface Confidence {
  /** In [0, 1]. */
  readonly value: number;
  /** Its parts, each in [0, 1]. */
  readonly parts: {
    /** 1 when no gate failed and equivalence, tests and benchmark passed. */
    readonly gates: number;
    /** Share of the changed lines that the service's tests execute. */
    readonly coverage: number;
    /** The gain by the lower bound of its interval: 0 without a gain, 1 from 2x faster on. */
    readonly gain: number;
    /** 1 for one line, falling with the number of changed lines. */
    readonly size: number;
    /** Share of this author's changes that were promoted and not rolled back. */
    readonly history: number;
  };
}

/** How an author's earlier changes ended in production. */
export interface TrackRecord {
  readonly promoted: number;
  readonly rolledBack: number;
}

/** Prior counts: without outcomes, a rule, whose safety has been argued, is trusted more than a model. */
const prior = { rule: { promoted: 9, rolledBack: 1 }, model: { promoted: 3, rolledBack: 1 } } as const;
const weights = { coverage: 0.25, gain: 0.25, size: 0.15, history: 0.35 } as const;
/** At this many changed lines the size part is one half. */
const halvingLines = 60;

/** The weighted geometric mean of the parts: one part near zero cannot be outweighed by the others. */
export function confidenceIn(
  candidate: Candidate,
  report: VerificationReport,
  history: TrackRecord,
): Confidence {
  const parts = {
    gates: Number(allDecisiveGatesPassed(report)),
    coverage: coverageOf(report),
    gain: clamp(Math.log2(report.benchmark?.low ?? 1)),
    size: halvingLines / (halvingLines + candidate.linesChanged - 1),
    history: posteriorMean(history, prior[candidate.source]),
  };
  const value =
    parts.gates *
    parts.coverage ** weights.coverage *
    parts.gain ** weights.gain *
    parts.size ** weights.size *
    parts.history ** weights.history;
  return { value, parts };
}

function allDecisiveGatesPassed({ gates }: VerificationReport): boolean {
  return gates.every(
    ({ name, result }) => result === 'passed' || (result === 'skipped' && !isDecisive[name]),
  );
}

/** Unknown coverage counts as one half: the responses were compared, but no test is known to run the code. */
function coverageOf({ coverage }: VerificationReport): number {
  if (!coverage) return 0.5;
  return coverage.changed === 0 ? 1 : coverage.executed / coverage.changed;
}

/** Mean of the Beta posterior. */
function posteriorMean(seen: TrackRecord, before: TrackRecord): number {
  const kept = seen.promoted + before.promoted;
  return kept / (kept + seen.rolledBack + before.rolledBack);
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
