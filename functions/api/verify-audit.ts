import { sha256 } from '#adapters/dynamodb/event-log.ts';
import { verifyDay, verifySubject } from '#core/events/verify-subjects.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['verify-audit'], async ({ query: { subject, day, ...page } }) => {
  const { events, now } = stores();
  const needs = { events, hash: sha256 };
  if (subject !== undefined) return { items: [await verifySubject(subject, needs)], cursor: null };
  return verifyDay(day ?? new Date(now()).toISOString().slice(0, 10), page, needs);
});
