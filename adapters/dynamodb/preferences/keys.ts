const user = 'USER#';
const feedback = 'FEEDBACK#';

export const profileKey = (userId: string) => ({ pk: `${user}${userId}`, sk: 'PROFILE' });

export const feedbackKey = (userId: string, messageId: string) => ({
  pk: `${user}${userId}`,
  sk: `${feedback}${messageId}`,
});

export const feedbackOfUser = (userId: string) => ({
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :feedback)',
  ExpressionAttributeValues: { ':pk': `${user}${userId}`, ':feedback': feedback },
});

/** The user and the message whose feedback is stored under the key; `null` if the key is not one of feedback. */
export function readFeedbackKey(pk: string, sk: string): { userId: string; messageId: string } | null {
  if (!pk.startsWith(user) || !sk.startsWith(feedback)) return null;
  return { userId: pk.slice(user.length), messageId: sk.slice(feedback.length) };
}
