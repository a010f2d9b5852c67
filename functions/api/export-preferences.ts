import { exportPreferences } from '#core/preferences/export-preferences.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = endpoint(preferences['export-preferences'], ({ caller, query: { limit, cursor } }) =>
  exportPreferences({
    userId: caller.id,
    page: { limit, ...(cursor === undefined ? {} : { cursor }) },
    store: stores().preferences,
  }),
);
