import { dynamoFeedback } from '#adapters/dynamodb/preferences/feedback.ts';
import { once } from './once.ts';
import { table } from './stores.ts';

/** What users said. */
export const feedbackStore = once(() => dynamoFeedback(table()));
