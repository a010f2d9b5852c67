import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { detailOf } from './views/improvement.ts';

export const handler = endpoint(improvements['get-improvement'], async ({ caller, parameters }) =>
  detailOf(await stores().improvements.load(parameters.id ?? ''), caller),
);
