import type { ApiHandler } from '#functions/api/pipeline/endpoint.ts';
import { basePath, type RouteName, routes } from '#functions/api/routes.ts';

/** Each route's Lambda handler, loaded when it is first called. */
const load = (name: RouteName): Promise<{ handler: ApiHandler }> => import(`#functions/api/${name}.ts`);

interface Compiled {
  readonly name: RouteName;
  readonly method: string;
  readonly pattern: RegExp;
}

const table: readonly Compiled[] = (Object.keys(routes) as RouteName[])
  .map((name) => ({
    name,
    method: routes[name].method,
    pattern: new RegExp(`^${basePath}${routes[name].path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }))
  // As API Gateway does: a path without parameters goes before one with them.
  .sort((a, b) => Number(a.pattern.source.includes('(?<')) - Number(b.pattern.source.includes('(?<')));

export interface Match {
  readonly name: RouteName;
  readonly parameters: Readonly<Record<string, string>>;
  readonly handler: ApiHandler;
}

/** The handler for a request, or the methods that its path would allow: none for an unknown path. */
export async function findHandler(
  method: string,
  path: string,
): Promise<Match | { readonly allowed: readonly string[] }> {
  const candidates = table.flatMap((route) => {
    const found = route.pattern.exec(path);
    return found ? [{ route, parameters: { ...found.groups } }] : [];
  });
  const match = candidates.find(({ route }) => route.method === method);
  if (!match) return { allowed: candidates.map(({ route }) => route.method) };
  const { handler } = await load(match.route.name);
  return { name: match.route.name, parameters: match.parameters, handler };
}
