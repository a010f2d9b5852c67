import { reject } from '#core/improvements/approval/approve-or-reject.ts';
import { stores } from '../composition/stores.ts';
import { writeEndpoint } from './middleware/write-endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { detailOf } from './views/improvement.ts';

export const handler = writeEndpoint(
  improvements['reject-improvement'],
  async ({ caller, body, parameters }) =>
    detailOf(await reject(parameters.id ?? '', { ...body, actor: `user:${caller.id}` }, stores()), caller),
);
