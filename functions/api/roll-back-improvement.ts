import { stageEndpoint } from './middleware/stage-endpoint.ts';
import { improvements } from './routes/improvements.ts';

export const handler = stageEndpoint(improvements['roll-back-improvement'], 'rollback');
