import { reject } from '#core/improvements/decide.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { detailOf } from './views/improvement.ts';

export const handler = endpoint(improvements['reject-improvement'], async ({ caller, body, parameters }) =>
  detailOf(await reject(parameters.id ?? '', { ...body, actor: `user:${caller.id}` }, stores()), caller),
);
