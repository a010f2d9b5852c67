import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { FeedbackChange } from '#core/preferences/profile/apply-feedback.ts';
import { feedbackIn } from './feedback-item.ts';

type Image = Record<string, AttributeValue>;

/** One record of the table's stream, the part that we read. */
export interface StreamRecord {
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly NewImage?: Image | undefined;
    readonly OldImage?: Image | undefined;
  };
}

/**
 * The change of feedback that a record of the stream tells of; `null` where it tells of something else, or of feedback
 * that was deleted: that is taken from its user's profile by whoever deletes it.
 */
export function changeIn({ dynamodb }: StreamRecord): FeedbackChange | null {
  const { SequenceNumber: sequence, NewImage, OldImage } = dynamodb;
  const feedback = NewImage && feedbackIn(unmarshall(NewImage));
  if (!feedback) return null;
  const previous = OldImage ? feedbackIn(unmarshall(OldImage)) : null;
  return { userId: feedback.userId, sequence, previous, feedback };
}
