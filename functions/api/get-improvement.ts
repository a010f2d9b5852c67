import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { detailOf } from './views/improvement.ts';

export const handler = endpoint('get-improvement', async ({ caller, parameters }) =>
  detailOf(await stores().improvements.load(parameters.id ?? ''), caller),
);
