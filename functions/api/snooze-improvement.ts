import { snooze } from '#core/improvements/opportunity/snooze.ts';
import { stores } from '../composition/stores.ts';
import { writeEndpoint } from './middleware/write-endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { detailOf } from './views/improvement.ts';

export const handler = writeEndpoint(
  improvements['snooze-improvement'],
  async ({ caller, body, parameters }) =>
    detailOf(await snooze(parameters.id ?? '', { ...body, actor: `user:${caller.id}` }, stores()), caller),
);
