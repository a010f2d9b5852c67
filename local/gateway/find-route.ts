import type { ApiHandler } from '#functions/api/middleware/endpoint.ts';
import { basePath, type RouteName, routes } from '#functions/api/routes/all-routes.ts';

interface Compiled {
  readonly name: RouteName;
  readonly method: string;
  readonly template: string;
  readonly pattern: RegExp;
}

const table: readonly Compiled[] = (Object.keys(routes) as RouteName[])
  .map((name) => {
    const { method, path } = routes[name];
    const template = `${basePath}${path}`;
    return {
      name,
      method,
      template,
      pattern: new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    };
  })
  // Like API Gateway: a path without parameters takes precedence over one with parameters.
  .sort((a, b) => Number(a.pattern.source.includes('(?<')) - Number(b.pattern.source.includes('(?<')));

export interface Match {
  readonly name: RouteName;
  readonly method: string;
  /** The path as in the route table: `/api/v1/learning/improvements/{id}`. */
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The route of a request, or the methods that its path allows: none for an unknown path. */
export type FoundRoute = Match | { readonly allowed: readonly string[] };

export function findRoute(method: string, path: string): FoundRoute {
  const candidates = table.flatMap((route) => {
    const found = route.pattern.exec(path);
    return found ? [{ route, parameters: { ...found.groups } }] : [];
  });
  const match = candidates.find(({ route }) => route.method === method);
  if (!match) return { allowed: candidates.map(({ route }) => route.method) };
  const { name, template } = match.route;
  return { name, method, template, parameters: match.parameters };
}

/** A route's Lambda handler, loaded when it is first called. */
export async function loadHandler(name: RouteName): Promise<ApiHandler> {
  const { handler }: { handler: ApiHandler } = await import(`#functions/api/${name}.ts`);
  return handler;
}
