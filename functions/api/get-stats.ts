import { countImprovements } from '#core/improvements/count-improvements.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['get-stats'], async () => {
  const { improvements, feedbackCount } = stores();
  const [feedback, byStatus] = await Promise.all([feedbackCount(), countImprovements(improvements)]);
  return { feedback, improvements: byStatus };
});
