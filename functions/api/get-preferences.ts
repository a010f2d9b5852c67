import { getPreferences } from '#core/preferences/get-preferences.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = endpoint(preferences['get-preferences'], ({ caller, query: { models = [] } }) => {
  const { profiles, populations, now } = preferenceStores();
  return getPreferences({ userId: caller.id, models, now: now(), profiles, populations });
});
