import { endpoint } from './pipeline/endpoint.ts';

export const handler = endpoint('get-health', async () => ({ status: 'ok' }));
