import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['list-events'], ({ query: { subject, day, ...page } }) => {
  const { events, now } = stores();
  if (subject !== undefined) return events.bySubject(subject, page);
  return events.byDay(day ?? new Date(now()).toISOString().slice(0, 10), page);
});
