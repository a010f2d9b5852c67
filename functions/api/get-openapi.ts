import { openApiDocument } from './openapi.ts';
import { endpoint } from './pipeline/endpoint.ts';

export const handler = endpoint('get-openapi', async () => openApiDocument());
