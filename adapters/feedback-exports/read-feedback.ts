import { UserFeedback } from '#core/preferences/feedback/import-feedback.ts';
import type { FeedbackExport, FeedbackReader, Reading, ReadingOptions } from './feedback-export.ts';
import { langfuse } from './langfuse.ts';
import { openWebUi } from './open-webui.ts';
import { postHog } from './posthog.ts';
import { readRows } from './read-rows.ts';
import type { Row, UnreadableRow } from './row.ts';
import { table } from './table.ts';

const known: readonly FeedbackExport[] = [openWebUi, langfuse, postHog];

/** A row of an export: feedback as the API takes it, or why it is left out. */
export type ReadRow = { readonly place: number; readonly from: string } & (
  | { readonly item: UserFeedback; readonly kind: UserFeedback['feedback']['kind'] }
  | { readonly skipped: string }
);

/**
 * The feedback in an export, one row at a time. A row that tells no system is of the one that wrote the rows before; before the first
 * one that tells it, and where none does, it is one of any table.
 * @throws InvalidInput what `readRows` throws.
 */
export async function* readFeedback(path: string, options: ReadingOptions): AsyncGenerator<ReadRow> {
  let system: FeedbackReader = table;
  for await (const row of readRows(path)) {
    if ('fields' in row) system = known.find(({ recognizes }) => recognizes(row.fields)) ?? system;
    yield { place: row.place, from: system.name, ...readRow(row, system, options) };
  }
}

function readRow(row: Row | UnreadableRow, system: FeedbackReader, options: ReadingOptions) {
  if ('problem' in row) return { skipped: row.problem };
  const reading = system.read(row.fields, options);
  if ('skipped' in reading) return reading;
  const missing = missingIn(reading.userId, reading.feedback);
  if (missing !== undefined) return { skipped: missing };
  const checked = UserFeedback.safeParse(withTexts(reading));
  if (checked.success) return { item: checked.data, kind: checked.data.feedback.kind };
  const [problem] = checked.error.issues;
  const what = String(problem?.path.at(-1) ?? 'it');
  return { skipped: `${what}: ${withoutValue(problem?.message ?? 'is not valid')}` };
}

/** A reason is counted over all rows that share it: the value of one row is no part of it. */
const withoutValue = (message: string): string => message.replace(/^(?:".*"|-?[\d.e+]+) /s, '');

/** Some systems number their users and messages. */
function withTexts({ userId, feedback }: Exclude<Reading, { skipped: string }>) {
  const { messageId, conversationId, model, taskType } = feedback;
  const ids = Object.entries({ messageId, conversationId, model, taskType }).filter(
    ([, id]) => id !== undefined,
  );
  return {
    userId: textOf(userId),
    feedback: { ...feedback, ...Object.fromEntries(ids.map(([name, id]) => [name, textOf(id)])) },
  };
}

const textOf = (id: unknown): unknown => (typeof id === 'number' ? String(id) : id);

/** Said in other words than a request's error: what an operator can do about it. */
function missingIn(userId: unknown, feedback: Readonly<Record<string, unknown>>): string | undefined {
  if (isMissing(userId))
    return 'it names no user: name the column with --user, or one for all with --as-user';
  if (isMissing(feedback.model))
    return 'it names no model: name the column with --model, or one for all with --as-model';
  if (isMissing(feedback.at)) return 'it names no time: name the column with --time';
  if (feedback.kind === 'comment' && isEmpty(feedback.comment)) return 'it has neither a value nor a comment';
  return undefined;
}

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === '';
const isEmpty = (comment: unknown): boolean => typeof comment !== 'string' || comment.trim() === '';
