import { endpoint } from './middleware/endpoint.ts';
import { openApiDocument } from './openapi/document.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['get-openapi'], async () => openApiDocument());
