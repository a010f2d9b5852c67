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
 * The feedback change in a stream record; `null` for any other record, and for deleted feedback: the caller that
 * deletes it also corrects the profile.
 */
export function changeIn({ dynamodb }: StreamRecord): FeedbackChange | null {
  const { SequenceNumber: sequence, NewImage, OldImage } = dynamodb;
  const feedback = NewImage && feedbackIn(unmarshall(NewImage));
  if (!feedback) return null;
  const previous = OldImage ? feedbackIn(unmarshall(OldImage)) : null;
  return { userId: feedback.userId, sequence, previous, feedback };
}
