import type { FindingKind } from '../../performance/findings/finding.ts';
import type { AttemptEnd, CandidateSource, EarlierAttempt } from '../candidate/candidate.ts';
import type { Improvement } from '../improvement.ts';
import type { SpeedInterval } from '../speed-interval.ts';

/** How one attempt ended: what the next choice of generator, rule and function learns from. */
export interface Outcome {
  readonly service: string;
  readonly source: CandidateSource;
  /** The rule or the model. */
  readonly author: string;
  readonly path: string;
  readonly function: string;
  readonly finding: FindingKind;
  readonly decision: AttemptEnd['decision'] | 'promoted';
  /** What rejected it; null for every other decision. */
  readonly by: AttemptEnd['by'];
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How much faster the benchmark promised, and how much faster production was; null if unknown. */
  readonly promised: SpeedInterval | null;
  readonly measured: SpeedInterval | null;
}

/**
 * The outcomes of an improvement's own attempts. Those of earlier episodes, which its record has too, belong to their own
 * records; attempts that ended before their ends were recorded are left out.
 */
export function outcomesOf(improvement: Improvement): readonly Outcome[] {
  const { earlier, createdAt, status, candidate, updatedAt, report, production } = improvement;
  const ended = earlier.flatMap((attempt) =>
    attempt.ended && attempt.ended.at >= createdAt
      ? [{ ...about(improvement, attempt), ...attempt.ended, promised: null, measured: null }]
      : [],
  );
  if (status !== 'applied' || candidate === null) return ended;
  const promoted = { decision: 'promoted', by: null, at: updatedAt } as const;
  const gains = { promised: report?.benchmark ?? null, measured: production?.p95 ?? null };
  return [...ended, { ...about(improvement, candidate), ...promoted, ...gains }];
}

const about = (
  { service, finding }: Improvement,
  { source, author, path, function: name }: Pick<EarlierAttempt, 'source' | 'author' | 'path' | 'function'>,
) => ({ service, source, author, path, function: name, finding: finding.kind });
