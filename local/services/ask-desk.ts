import * as z from 'zod';
import { NotFound, Unavailable } from '#core/errors.ts';
import { parseJson } from '#core/validation.ts';
import type { ServiceDesk } from './service-desk.ts';

const Addition = z.strictObject({ path: z.string().startsWith('/') });

/**
 * What the control server answers to a request to `/desk`, or `/desk/NAME`.
 * @param desk null while the instance starts.
 */
export async function askDesk(
  desk: ServiceDesk | null,
  method: string | undefined,
  name: string,
  body: string,
): Promise<unknown> {
  if (desk === null)
    throw new Unavailable('the instance is starting; try again in some seconds.', {
      code: 'instance/not-ready',
    });
  if (method === 'GET') return { services: await desk.list() };
  if (method === 'POST')
    return desk.add(parseJson(Addition, body, 'the addition', 'service/invalid-addition').path);
  if (method === 'DELETE') return desk.remove(name);
  throw new NotFound(`services have no ${method}.`, { code: 'service/unknown-command' });
}
