import { forgetUser } from '#core/preferences/profile/forget-user.ts';
import { feedbackStore } from '../composition/feedback-store.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { preferences } from './routes/preferences.ts';

/** Idempotent by itself: an idempotency key would only keep a response about a user who wants to be forgotten. */
export const handler = endpoint(preferences['forget-user'], ({ caller }) => {
  const { profiles, now } = preferenceStores();
  return forgetUser({
    userId: caller.id,
    now: now(),
    store: feedbackStore(),
    profiles,
  });
});
