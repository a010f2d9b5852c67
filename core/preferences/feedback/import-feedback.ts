import * as z from 'zod/mini';
import { DomainError } from '../../errors.ts';
import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { UserId } from '../names.ts';
import type { FeedbackStore } from '../ports.ts';
import { FeedbackInput } from './feedback.ts';
import { type RecordedFeedback, recordFeedback } from './record-feedback.ts';

/** Feedback that a user gave elsewhere. Without its time it would be other feedback each time that it is imported. */
export const UserFeedback = z.strictObject({
  userId: UserId,
  feedback: FeedbackInput.check(
    z.refine(({ at }) => at !== undefined, {
      path: ['at'],
      message: 'must be given: the time when the user said it',
    }),
  ),
});
export type UserFeedback = Readonly<z.infer<typeof UserFeedback>>;

/** What became of one of them: `refused` says why not. */
export type ImportResult =
  | Pick<RecordedFeedback, 'changed'>
  | { readonly refused: { readonly code: string; readonly detail: string } };

export interface ImportFeedback {
  readonly items: readonly UserFeedback[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: FeedbackStore;
}

/** Items recorded at the same time. */
const atOnce = 10;

/**
 * Records feedback of many users; one that is refused keeps no other out. It can be repeated: what was recorded is `unchanged`
 * then.
 * @returns a result for each item, in their order.
 */
export function importFeedback({ items, now, store }: ImportFeedback): Promise<readonly ImportResult[]> {
  return mapWithConcurrency(items, atOnce, async ({ userId, feedback }) => {
    try {
      const { changed } = await recordFeedback({ userId, input: feedback, now, store });
      return { changed };
    } catch (error) {
      if (!(error instanceof DomainError) || error.fault !== 'caller') throw error;
      return { refused: { code: error.code, detail: error.message } };
    }
  });
}
