import { stageEndpoint } from './stage-endpoint.ts';

export const handler = stageEndpoint('deploy-improvement', 'deploy');
