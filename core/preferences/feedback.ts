import * as z from 'zod';
import { MessageId, ModelName, TaskType } from './names.ts';
import { isTimeZone } from './time-of-day.ts';

const Kind = z.enum(['thumbs-up', 'thumbs-down', 'rating', 'comment']);

/** The body of `POST /feedback`: one user's judgement of one message. */
export const FeedbackInput = z
  .strictObject({
    messageId: MessageId,
    conversationId: MessageId.optional(),
    kind: Kind,
    /** Stars; given exactly when `kind` is `rating`. */
    rating: z.number().int().min(1).max(5).optional(),
    /** Welcome with every kind; needed when `kind` is `comment`. */
    comment: z.string().min(1).max(2_000).optional(),
    /** The model that wrote the message. */
    model: ModelName,
    taskType: TaskType,
    /** Characters of the answer. */
    responseLength: z.number().int().nonnegative().max(10_000_000).optional(),
    tone: z.string().min(1).max(40).optional(),
    style: z.string().min(1).max(40).optional(),
    /** When the user gave it, in milliseconds since 1970; the time of its arrival where absent. */
    at: z.number().int().nonnegative().optional(),
    /** IANA name of the user's time zone. */
    timeZone: z.string().max(64).refine(isTimeZone, 'must be an IANA time zone').default('UTC'),
  })
  .refine(({ kind, rating }) => (kind === 'rating') === (rating !== undefined), {
    path: ['rating'],
    message: 'must be given exactly when kind is "rating"',
  })
  .refine(({ kind, comment }) => kind !== 'comment' || comment !== undefined, {
    path: ['comment'],
    message: 'must be given when kind is "comment"',
  });

export type FeedbackInput = Readonly<z.infer<typeof FeedbackInput>>;

/** All that a user has said of one message, as it stands now. */
export interface Feedback extends FeedbackInput {
  readonly userId: string;
  /** When the message first got feedback. */
  readonly at: number;
  /** When this state was recorded, in milliseconds since 1970. */
  readonly recordedAt: number;
  /** In [0, 1]; `null` for a comment alone, which judges nothing. */
  readonly reward: number | null;
  /** Its number among the rewards of its task type and model, from 1; `null` while it has no place there. */
  readonly position: number | null;
}

/** Thumbs are 0 and 1, one to five stars lie evenly between; `null` for a comment alone. */
export function rewardOf({ kind, rating }: Pick<FeedbackInput, 'kind' | 'rating'>): number | null {
  switch (kind) {
    case 'thumbs-up':
      return 1;
    case 'thumbs-down':
      return 0;
    case 'rating':
      return rating === undefined ? null : (rating - 1) / 4;
    case 'comment':
      return null;
  }
}
