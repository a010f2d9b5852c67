import type { RatingScale } from '#core/preferences/feedback/rating-scale.ts';
import type { Row } from './row.ts';

/** What a reader of rows is told, because exports do not say it. */
export interface ReadingOptions {
  /** Names of the columns of a table; where absent, the usual names are tried. */
  readonly columns: Readonly<Partial<Record<ColumnRole, string | undefined>>>;
  /** Of rows that name none. */
  readonly user?: string | undefined;
  readonly model?: string | undefined;
  readonly task: string;
  /** What numbers count; thumbs where absent. */
  readonly scale?: RatingScale | undefined;
}

export type ColumnRole = 'user' | 'model' | 'task' | 'value' | 'time' | 'message' | 'comment';

/** What a row says, before it is checked like a request; or why it is none of a user's feedback. */
export type Reading =
  | { readonly userId: unknown; readonly feedback: Readonly<Record<string, unknown>> }
  | { readonly skipped: string };

/** Reads the rows of one kind of export. */
export interface FeedbackReader {
  readonly name: string;
  read(fields: Row['fields'], options: ReadingOptions): Reading;
}

/** A system that exports feedback. */
export interface FeedbackExport extends FeedbackReader {
  /** Whether a row is one of the system. */
  recognizes(fields: Row['fields']): boolean;
}
