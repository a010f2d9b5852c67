import { stageEndpoint } from './stage-endpoint.ts';

export const handler = stageEndpoint('generate-improvement', 'generate');
