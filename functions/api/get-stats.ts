import { countImprovements } from '#core/improvements/count-improvements.ts';
import { preferenceStores } from '../composition/preference-stores.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['get-stats'], async () => {
  const [feedback, byStatus] = await Promise.all([
    preferenceStores().populations.counts(),
    countImprovements(stores().improvements),
  ]);
  return { feedback, improvements: byStatus };
});
