import { overridePreference } from '#core/preferences/profile/override-preference.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { preferences } from './routes/preferences.ts';

/** Idempotent by itself: no idempotency key is needed. */
export const handler = endpoint(preferences['override-preference'], async ({ caller, body }) => {
  const { profiles, now } = preferenceStores();
  const actor = `user:${caller.id}`;
  await overridePreference({ userId: caller.id, ...body, actor, now: now(), profiles });
  return body;
});
