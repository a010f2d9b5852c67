import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { rolloutOf } from './views/improvement.ts';

/** A page may contain fewer rollouts than requested: improvements without a rollout are left out. */
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
