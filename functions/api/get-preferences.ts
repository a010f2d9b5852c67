import { getPreferences } from '#core/preferences/get-preferences.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { preferences } from './routes/preferences.ts';

export const handler = endpoint(preferences['get-preferences'], ({ caller }) =>
  getPreferences({ userId: caller.id, store: stores().preferences }),
);
