import { Conflict } from '../../errors.ts';
import type { Feedback, FeedbackInput, SaidAt } from './feedback.ts';
import { latestOf, type Statements, statementsIn } from './statements.ts';

/**
 * What is known of the message once `input` is added to `previous`.
 *
 * A message has one judgment and one comment. What was said last counts, by its own time, in whatever order it arrives:
 * feedback replaces what it carries and leaves the rest. A comment on a rated message keeps the rating, thumbs on a
 * commented message keep the comment. The time of what was said first stays.
 *
 * @returns `previous` itself when `input` changes nothing.
 * @throws Conflict `feedback/message-differs`: the message is known with another model or task type.
 */
export function mergeFeedback(
  previous: Feedback | null,
  input: FeedbackInput,
  userId: string,
  now: number,
): Feedback {
  const { messageId, model, taskType } = input;
  const said = { ...input, at: input.at ?? now };
  if (previous) refuseOtherMessage(previous, input);
  const first = previous && isFirst(previous, said) ? previous : said;
  const statements = latestOf(previous ? statementsIn(previous) : new Map(), statementsIn(said));
  const identity = { messageId, model, taskType, userId, timeZone: first.timeZone, at: first.at };
  const merged: Feedback = { ...noJudgment, ...identity, ...together(statements, first.at), recordedAt: now };
  if (previous && (isSame(merged, previous) || isRepetition(merged, previous, input))) return previous;
  return merged;
}

/** Without a time of its own, what is known already was sent again, and not said again. */
const isRepetition = (merged: Feedback, previous: Feedback, { at }: FeedbackInput): boolean =>
  at === undefined && saysTheSame(merged, previous);

/** Of a message that was only commented. */
const noJudgment = { kind: 'comment', reward: null } as const;

/** Whether the content is the same, whenever it was said. */
export const saysTheSame = (a: Feedback, b: Feedback): boolean => contentOf(a) === contentOf(b);

const isSame = (a: Feedback, b: Feedback): boolean =>
  saysTheSame(a, b) && a.at === b.at && timesOf(a) === timesOf(b);

function contentOf(feedback: Feedback): string {
  const statements = statementsIn(feedback);
  return JSON.stringify([...statements].map(([part, { fields }]) => [part, fields]));
}

const timesOf = (feedback: Feedback): string =>
  JSON.stringify([feedback.timeZone, ...[...statementsIn(feedback)].map(([, { at }]) => at)]);

/** Of two of the same moment always the same is first. */
function isFirst(a: Pick<Feedback, 'at' | 'timeZone'>, b: Pick<Feedback, 'at' | 'timeZone'>): boolean {
  return a.at === b.at ? a.timeZone <= b.timeZone : a.at < b.at;
}

/** The fields of all statements, and the times of those that were not made first. */
function together(statements: Statements, first: number): Partial<Feedback> {
  const later = [...statements].filter(([, { at }]) => at !== first);
  const saidAt: SaidAt = Object.fromEntries(later.map(([part, { at }]) => [part, at]));
  const fields = Object.assign({}, ...[...statements.values()].map((statement) => statement.fields));
  return { ...fields, ...(later.length > 0 ? { saidAt } : {}) };
}

function refuseOtherMessage(previous: Feedback, { model, taskType }: FeedbackInput): void {
  if (previous.model === model && previous.taskType === taskType) return;
  throw new Conflict(
    `Message ${previous.messageId} is known as ${previous.taskType} by ${previous.model}; its feedback cannot move to ${taskType} by ${model}.`,
    { code: 'feedback/message-differs', data: { model: previous.model, taskType: previous.taskType } },
  );
}
