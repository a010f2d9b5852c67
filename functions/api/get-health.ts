import { endpoint } from './middleware/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['get-health'], async () => ({ status: 'ok' }));
