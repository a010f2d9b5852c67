import { type Feedback, type FeedbackInput, type FeedbackPart, feedbackParts, rewardOf } from './feedback.ts';

/** One part of feedback as it was said at a time. */
export interface Statement {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly fields: Partial<Feedback>;
}

/** What is said about a message, by part. */
export type Statements = ReadonlyMap<FeedbackPart, Statement>;

/** The parts that feedback has, each with its time. */
export function statementsIn(feedback: FeedbackInput & Pick<Feedback, 'at' | 'saidAt'>): Statements {
  return new Map(
    feedbackParts.flatMap((part) => {
      const fields = fieldsOf(part, feedback);
      return fields ? [[part, { at: feedback.saidAt?.[part] ?? feedback.at, fields }]] : [];
    }),
  );
}

function fieldsOf(part: FeedbackPart, feedback: FeedbackInput): Partial<Feedback> | null {
  if (part !== 'judgment') return feedback[part] === undefined ? null : { [part]: feedback[part] };
  const { kind, rating, scale } = feedback;
  if (kind === 'comment') return null;
  return {
    kind,
    ...(rating === undefined ? {} : { rating }),
    ...(scale === undefined ? {} : { scale }),
    reward: rewardOf(feedback),
  };
}

/** Of each part what was said last, in whatever order the two arrive. */
export function latestOf(some: Statements, others: Statements): Statements {
  const latest = new Map(some);
  for (const [part, other] of others) {
    const known = latest.get(part);
    if (!known || isLater(other, known)) latest.set(part, other);
  }
  return latest;
}

/**
 * Of two statements of the same moment one must count, always the same: a withdrawal before a rating, the less favorable
 * rating before the other; beyond that any order does.
 */
function isLater(a: Statement, b: Statement): boolean {
  if (a.at !== b.at) return a.at > b.at;
  const [rewardA, rewardB] = [a.fields.reward ?? -1, b.fields.reward ?? -1];
  return rewardA === rewardB ? JSON.stringify(a.fields) > JSON.stringify(b.fields) : rewardA < rewardB;
}
