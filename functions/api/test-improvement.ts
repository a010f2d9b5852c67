import { stageEndpoint } from './stage-endpoint.ts';

export const handler = stageEndpoint('test-improvement', 'test');
