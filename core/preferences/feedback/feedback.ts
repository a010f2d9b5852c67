import * as z from 'zod/mini';
import { Instant } from '../../instant.ts';
import { MessageId, ModelName, TaskType } from '../names.ts';
import { isTimeZone } from '../profile/time-zone.ts';
import { RatingScale, rewardOn, whyNotOn } from './rating-scale.ts';

const Kind = z.enum(['thumbs-up', 'thumbs-down', 'rating', 'comment', 'withdrawn']);

const Label = z.string().check(z.minLength(1), z.maxLength(40));

/** An empty comment is none: many clients and exports write one with every thumb. */
const Comment = z.pipe(
  z.nullable(z.string().check(z.maxLength(2_000))),
  z.transform((text) => (text === null || text.trim() === '' ? undefined : text)),
);

/** The body of `POST /feedback`: what one user says about one message. */
export const FeedbackInput = z
  .strictObject({
    messageId: MessageId,
    conversationId: z.optional(MessageId),
    /** `comment` has no value and leaves a rating as it is; `withdrawn` removes a rating. */
    kind: Kind,
    /** Given exactly when `kind` is `rating`; between the ends of its scale. */
    rating: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
    /** Of the rating; `stars` where absent. */
    scale: z.optional(RatingScale),
    /** Optional with every kind; required when `kind` is `comment`. */
    comment: z.optional(Comment),
    /** The model that wrote the message. */
    model: ModelName,
    taskType: TaskType,
    /** Characters of the answer. */
    responseLength: z.optional(z.number().check(z.int(), z.nonnegative(), z.maximum(10_000_000))),
    /** Copied from the recommendation, if the model was chosen by an experiment. */
    experiment: z.optional(z.string().check(z.minLength(1), z.maxLength(300))),
    tone: z.optional(Label),
    style: z.optional(Label),
    /** When the user gave it, which decides what was said last; the time of its arrival where absent. */
    at: z.optional(Instant),
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
    z.superRefine(({ rating, scale = 'stars' }, context) => {
      const why = rating === undefined ? null : whyNotOn(scale, rating);
      if (why !== null) context.addIssue({ code: 'custom', path: ['rating'], message: why, input: rating });
    }),
    z.refine(({ scale, rating }) => scale === undefined || rating !== undefined, {
      path: ['scale'],
      message: 'must be given with a rating only',
    }),
    z.refine(({ kind, comment }) => kind !== 'comment' || comment !== undefined, {
      path: ['comment'],
      message: 'must be given, and not empty, when kind is "comment"',
    }),
  );

export type FeedbackInput = Readonly<z.infer<typeof FeedbackInput>>;

/** Milliseconds since 1970, by the part of the feedback. */
export type SaidAt = Readonly<Partial<Record<FeedbackPart, number>>>;

/** The fields that are said, and replaced, on their own. A judgment is a kind with its rating. */
export const feedbackParts = [
  'judgment',
  'comment',
  'conversationId',
  'responseLength',
  'experiment',
  'tone',
  'style',
] as const;
export type FeedbackPart = (typeof feedbackParts)[number];

/** A user's current feedback on one message. */
export interface Feedback extends FeedbackInput {
  readonly userId: string;
  /** When the user first said something about the message. */
  readonly at: number;
  /** When each part of it was last said, where that was not at `at`: `mergeFeedback` needs it. */
  readonly saidAt?: SaidAt;
  /** When this state was recorded, in milliseconds since 1970. */
  readonly recordedAt: number;
  /** In [0, 1]; `null` without a rating. */
  readonly reward: number | null;
}

/** Thumbs are 0 and 1, a rating lies evenly between the ends of its scale; `null` without a rating. */
export function rewardOf({
  kind,
  rating,
  scale = 'stars',
}: Pick<FeedbackInput, 'kind' | 'rating' | 'scale'>): number | null {
  switch (kind) {
    case 'thumbs-up':
      return 1;
    case 'thumbs-down':
      return 0;
    case 'rating':
      return rating === undefined ? null : rewardOn(scale, rating);
    case 'comment':
    case 'withdrawn':
      return null;
  }
}
