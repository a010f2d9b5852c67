import type { FeedbackStore, ProfileStore } from '../ports.ts';
import { emptyProfile, isEmpty } from './profile.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

export interface ForgetUser {
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: Pick<FeedbackStore, 'feedbackOf' | 'deleteFeedback'>;
  readonly profiles: Pick<ProfileStore, 'load' | 'save'>;
}

/** Messages per transaction. */
const together = 50;

/**
 * Deletes everything that is kept of a user: feedback, profile, and the user's part in the counts. One learning event
 * says that it was done; the audit log itself is never changed. The empty profile keeps the user's place in it, and
 * when that was: feedback from before may still be on its way to the learner.
 *
 * It can be repeated, and continues where it was interrupted. For an unknown user nothing is written.
 *
 * @returns how many messages' feedback was deleted.
 * @throws Unavailable `preferences/contended` when feedback of the user kept coming all the while.
 */
export function forgetUser(request: ForgetUser): Promise<{ readonly messages: number }> {
  let messages = 0;
  return retryOnConflict(async () => {
    for (let deleted = -1; deleted !== 0; messages += deleted) deleted = await deleteSome(request);
    await forgetProfile(request, messages);
    return { messages };
  });
}

async function deleteSome({ userId, now, store }: ForgetUser): Promise<number> {
  const { items } = await store.feedbackOf(userId, { limit: together });
  if (items.length === 0) return 0;
  await store.deleteFeedback(
    userId,
    items.map(({ messageId }) => messageId),
    now,
  );
  return items.length;
}

async function forgetProfile({ userId, now, profiles }: ForgetUser, messages: number): Promise<void> {
  const known = await profiles.load(userId, 'latest');
  const isUnknown = known === null || isEmpty(known);
  if (isUnknown && messages === 0 && !known?.overrides.size) return;
  const { version, lastEvent, sequence } = known ?? emptyProfile(userId);
  await profiles.save({
    profile: {
      ...emptyProfile(userId),
      version: version + 1,
      sequence,
      lastEvent,
      updatedAt: now,
      forgottenAt: now,
    },
    expectedVersion: version,
    isForgotten: !isUnknown,
    events: [
      {
        type: 'user.forgotten',
        subject: `user:${userId}`,
        actor: `user:${userId}`,
        before: null,
        after: null,
        impact: 0,
        reason: `The user asked to be forgotten; the feedback of ${messages} messages was deleted.`,
      },
    ],
  });
}
