import * as z from 'zod/mini';
import { MessageId, ModelName, TaskType } from '../names.ts';
import { isTimeZone } from '../profile/time-zone.ts';

const Kind = z.enum(['thumbs-up', 'thumbs-down', 'rating', 'comment', 'withdrawn']);

const Label = z.string().check(z.minLength(1), z.maxLength(40));

/** The body of `POST /feedback`: what one user says about one message. */
export const FeedbackInput = z
  .strictObject({
    messageId: MessageId,
    conversationId: z.optional(MessageId),
    /** `comment` has no value and leaves a rating as it is; `withdrawn` removes a rating. */
    kind: Kind,
    /** Stars; given exactly when `kind` is `rating`. */
    rating: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(5))),
    /** Optional with every kind; required when `kind` is `comment`. */
    comment: z.optional(z.string().check(z.minLength(1), z.maxLength(2_000))),
    /** The model that wrote the message. */
    model: ModelName,
    taskType: TaskType,
    /** Characters of the answer. */
    responseLength: z.optional(z.number().check(z.int(), z.nonnegative(), z.maximum(10_000_000))),
    /** Copied from the recommendation, if the model was chosen by an experiment. */
    experiment: z.optional(z.string().check(z.minLength(1), z.maxLength(300))),
    tone: z.optional(Label),
    style: z.optional(Label),
    /** When the user gave it, in milliseconds since 1970; the time of its arrival where absent. */
    at: z.optional(z.number().check(z.int(), z.nonnegative())),
    /** IANA name of the user's time zone. */
    timeZone: z._default(
      z.string().check(z.maxLength(64), z.refine(isTimeZone, 'must be an IANA time zone')),
      'UTC',
    ),
  })
  .check(
    z.refine(({ kind, rating }) => (kind === 'rating') === (rating !== undefined), {
      path: ['rating'],
      message: 'must be given exactly when kind is "rating"',
    }),
    z.refine(({ kind, comment }) => kind !== 'comment' || comment !== undefined, {
      path: ['comment'],
      message: 'must be given when kind is "comment"',
    }),
  );

export type FeedbackInput = Readonly<z.infer<typeof FeedbackInput>>;

/** A user's current feedback on one message. */
export interface Feedback extends FeedbackInput {
  readonly userId: string;
  /** When the message first got feedback. */
  readonly at: number;
  /** When this state was recorded, in milliseconds since 1970. */
  readonly recordedAt: number;
  /** In [0, 1]; `null` without a rating. */
  readonly reward: number | null;
}

/** Thumbs are 0 and 1, one to five stars are spaced evenly between; `null` without a rating. */
export function rewardOf({ kind, rating }: Pick<FeedbackInput, 'kind' | 'rating'>): number | null {
  switch (kind) {
    case 'thumbs-up':
      return 1;
    case 'thumbs-down':
      return 0;
    case 'rating':
      return rating === undefined ? null : (rating - 1) / 4;
    case 'comment':
    case 'withdrawn':
      return null;
  }
}
