import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { summaryOf } from './views/improvement.ts';

export const handler = endpoint(improvements['list-improvements'], async ({ query }) => {
  const { items, cursor } = await stores().improvements.list(defined(query));
  return { items: items.map(summaryOf), cursor };
});

const defined = <Query extends object>(query: Query) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Query]: Exclude<Query[Key], undefined>;
  };
