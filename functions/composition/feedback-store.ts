import { dynamoFeedback } from '#adapters/dynamodb/preferences/feedback.ts';
import { once } from './once.ts';
import { table } from './stores.ts';

/** The feedback of users. */
export const feedbackStore = once(() => dynamoFeedback(table()));
