import { exportPreferences } from '#core/preferences/profile/export-preferences.ts';
import { feedbackStore } from '../composition/feedback-store.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = endpoint(preferences['export-preferences'], ({ caller, query: { limit, cursor } }) => {
  const { profiles, populations, now } = preferenceStores();
  return exportPreferences({
    userId: caller.id,
    page: { limit, ...(cursor === undefined ? {} : { cursor }) },
    now: now(),
    feedback: feedbackStore(),
    profiles,
    populations,
  });
});
