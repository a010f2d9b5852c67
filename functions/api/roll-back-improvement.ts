import { stageEndpoint } from './stage-endpoint.ts';

export const handler = stageEndpoint('roll-back-improvement', 'rollback');
