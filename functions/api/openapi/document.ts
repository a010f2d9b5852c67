import * as z from 'zod/mini';
import { basePath, type Route, routes } from '../routes/all-routes.ts';

/** The API's description in OpenAPI 3.1, made from the route table. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = `${basePath}${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Ironclaw Learning', version: '1', description: 'Errors are RFC 9457 problem details.' },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: problem },
    },
  };
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; programs may rely on it.' },
    detail: { type: 'string' },
  },
};

function operationOf(operationId: string, route: Route): object {
  return {
    operationId,
    summary: route.summary,
    ...(route.role === 'anyone' ? {} : { security: [{ token: [route.role] }] }),
    parameters: [...pathParameters(route.path), ...writeParameters(route), ...queryParameters(route)],
    ...(route.body ? { requestBody: { content: contentOf(route, { schema: schemaOf(route.body) }) } } : {}),
    responses: {
      [route.status]: { description: 'As asked for', content: contentOf(route, {}) },
      default: {
        description: 'What was wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const contentOf = ({ mediaTypes = ['application/json'] }: Route, content: object) =>
  Object.fromEntries(mediaTypes.map((type) => [type, content]));

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const writeParameters = ({ method }: Route) =>
  method === 'POST'
    ? [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 128 } }]
    : [];

function queryParameters({ query }: Route) {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

/** As a client writes it: before defaults and conversions. */
function schemaOf(schema: z.core.$ZodType): { properties?: Record<string, unknown>; required?: string[] } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest as { properties?: Record<string, unknown>; required?: string[] };
}
