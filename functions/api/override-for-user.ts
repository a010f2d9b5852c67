import { overridePreference } from '#core/preferences/profile/override-preference.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { preferences } from './routes/preferences.ts';

/** Decided twice it is decided once: there is nothing to remember an idempotency key for. */
export const handler = endpoint(preferences['override-for-user'], async ({ caller, body }) => {
  const { profiles, now } = preferenceStores();
  const actor = `user:${caller.id}`;
  await overridePreference({ ...body, actor, now: now(), profiles });
  return body;
});
