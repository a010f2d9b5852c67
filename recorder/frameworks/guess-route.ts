const mostRoutes = 200;
const mostPerFolder = 30;
/** Names of endpoints are no longer. The time and memory that a path takes grow with the square of its segments. */
const longestPath = 300;

/**
 * Path segments that identify one of many resources: numbers, dates, UUIDs, hashes, addresses of mail, and words with digits that
 * nobody would use in a route by hand. The server recognizes the same ones.
 */
const ids: readonly RegExp[] = [
  /^\d+(?:-\d+)*$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  /^(?=.*\d)[0-9a-f]{12,}$/i,
  /^(?=(?:.*\d){3})(?=.*[a-z])[\w~-]{16,}$/i,
  /^[a-z]{1,12}_(?=.*\d)[\w-]{8,}$/i,
  /^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/,
];

/** The route that a path probably belongs to: `/users/42` belongs to `/users/:id`. */
export function guessRoute(path: string): string {
  return path.split('/').map(guessSegment).join('/');
}

const guessSegment = (segment: string): string => (ids.some((id) => id.test(segment)) ? ':id' : segment);

/** Guesses the route of a request from its path. `null`: it probably has none. */
export type RouteGuesser = (method: string, path: string, status: number) => string | null;

/**
 * Guesses the routes of a service whose framework tells none. The number of routes is bounded: names beyond the thirtieth in a place
 * count as one `:name`, and of routes there are at most 200.
 *
 * Only what was served without a client's mistake makes a new route: otherwise a scanner's paths would.
 */
export function createRouteGuesser(): RouteGuesser {
  const endpoints = new Set<string>();
  const namesIn = new Map<string, Set<string>>();
  return (method, path, status) => {
    if (!path.startsWith('/') || path.length > longestPath || status === 404) return null;
    const route = boundedRoute(path);
    const endpoint = `${method} ${route}`;
    if (endpoints.has(endpoint)) return route;
    if ((status >= 400 && status < 500) || endpoints.size >= mostRoutes) return null;
    endpoints.add(endpoint);
    remember(route);
    return route;
  };

  function boundedRoute(path: string): string {
    let route = '';
    for (const segment of path.split('/').slice(1)) {
      const name = guessSegment(segment);
      const names = namesIn.get(route);
      const isNew = names !== undefined && !names.has(name);
      route += isNew && names.size >= mostPerFolder ? '/:name' : `/${name}`;
    }
    return route;
  }

  function remember(route: string): void {
    let folder = '';
    for (const name of route.split('/').slice(1)) {
      const names = namesIn.get(folder) ?? new Set();
      names.add(name);
      namesIn.set(folder, names);
      folder += `/${name}`;
    }
  }
}
