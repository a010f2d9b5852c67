import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Feedback } from '#core/preferences/feedback/feedback.ts';
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

/** Feedback that was deleted. The caller that deletes it also corrects the profile. */
export interface DeletedFeedback {
  readonly sequence: string;
  readonly previous: Feedback;
  readonly feedback: null;
}

/** The feedback change in a stream record; `null` for any other record. */
export function changeIn({ dynamodb }: StreamRecord): FeedbackChange | DeletedFeedback | null {
  const { SequenceNumber: sequence, NewImage, OldImage } = dynamodb;
  const feedback = feedbackInImage(NewImage);
  const previous = feedbackInImage(OldImage);
  if (feedback) return { userId: feedback.userId, sequence, previous, feedback };
  return previous && { sequence, previous, feedback: null };
}

const feedbackInImage = (image: Image | undefined): Feedback | null =>
  image ? feedbackIn(unmarshall(image)) : null;
