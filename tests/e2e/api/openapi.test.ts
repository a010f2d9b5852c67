import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { basePath, type Route, routes } from '#functions/api/routes/all-routes.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let system: ApiSystem;
let document: OpenApi;
beforeAll(async () => {
  system = await startApiSystem();
  document = (await system.call('GET', '/openapi.json')).body as unknown as OpenApi;
});
afterAll(() => system.stop());

const all = Object.entries<Route>(routes).map(([name, route]) => ({ name, ...route }));
const operationOf = ({ path, method }: Pick<Route, 'path' | 'method'>) =>
  document.paths[`${basePath}${path}`]?.[method.toLowerCase()];

test('it is OpenAPI 3.1', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
});

test('it contains exactly the routes of the table', () => {
  const described = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(described.toSorted()).toEqual(Object.keys(routes).toSorted());
});

test('every reference in it resolves', () => {
  const references = referencesIn(document);
  expect(references.length).toBeGreaterThan(0);
  for (const reference of references) expect(resolve(reference), reference).toBeDefined();
});

describe.each(all)('$method $path', (route) => {
  test('says who may call it and how it responds', () => {
    const operation = operationOf(route);
    expect(operation?.summary).toBe(route.summary);
    expect(operation?.security).toEqual(route.role === 'anyone' ? undefined : [{ token: [route.role] }]);
    expect(Object.keys(operation?.responses ?? {})).toEqual([String(route.status), 'default']);
  });

  test('names every parameter of its path, and whether it has a body', () => {
    const operation = operationOf(route);
    const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path') ?? [];
    const expected = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(inPath.map(({ name }) => name)).toEqual(expected);
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(operation?.requestBody !== undefined).toBe(route.body !== undefined);
  });
});

test('it lists the fields of a query and of a body, with their limits', () => {
  expect(operationOf(routes['list-improvements'])?.parameters).toContainEqual({
    name: 'limit',
    in: 'query',
    required: false,
    schema: expect.objectContaining({ minimum: 1, maximum: 100, default: 25 }),
  });
  expect(operationOf(routes['submit-feedback'])?.requestBody).toMatchObject({
    content: {
      'application/json': {
        schema: {
          required: ['messageId', 'kind', 'model', 'taskType'],
          additionalProperties: false,
          properties: { rating: { minimum: 0, maximum: 100 } },
        },
      },
    },
  });
});

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : referencesIn(member),
  );
}

function resolve(reference: string): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
}
