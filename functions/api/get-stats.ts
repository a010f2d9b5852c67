import { countImprovements } from '#core/improvements/count-improvements.ts';
import { preferenceStores } from '../preference-stores.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['get-stats'], async () => {
  const [feedback, byStatus] = await Promise.all([
    preferenceStores().populations.counts(),
    countImprovements(stores().improvements),
  ]);
  return { feedback, improvements: byStatus };
});
