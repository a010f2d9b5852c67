import { openApiDocument } from './openapi.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['get-openapi'], async () => openApiDocument());
