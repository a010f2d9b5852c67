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

/** Whose feedback of which message lies there; `null` where no feedback does. */
export function readFeedbackKey(pk: string, sk: string): { userId: string; messageId: string } | null {
  if (!pk.startsWith(user) || !sk.startsWith(feedback)) return null;
  return { userId: pk.slice(user.length), messageId: sk.slice(feedback.length) };
}
