import { improvements } from './routes/improvements.ts';
import { stageEndpoint } from './stage-endpoint.ts';

export const handler = stageEndpoint(improvements['test-improvement'], 'test');
