import { getPreferences } from '#core/preferences/get-preferences.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';

export const handler = endpoint('get-preferences', ({ caller }) =>
  getPreferences({ userId: caller.id, store: stores().preferences }),
);
