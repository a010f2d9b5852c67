import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { rolloutOf } from './views/improvement.ts';

/** A page may hold fewer rollouts than asked for: improvements that were never rolled out are left out of it. */
export const handler = endpoint(
  improvements['deployment-history'],
  async ({ query: { service, limit, cursor } }) => {
    const page = await stores().improvements.list({
      limit,
      ...(service === undefined ? {} : { service }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return {
      items: page.items.filter(({ rollout }) => rollout !== null).map(rolloutOf),
      cursor: page.cursor,
    };
  },
);
