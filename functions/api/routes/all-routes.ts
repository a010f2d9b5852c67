import { experiments } from './experiments.ts';
import { improvements } from './improvements.ts';
import { performance } from './performance.ts';
import { preferences } from './preferences.ts';
import type { Route } from './route.ts';
import { system } from './system.ts';

export { basePath, type Route } from './route.ts';

/**
 * The whole API, by the name of the file in this folder that serves the route. A handler imports only its own part:
 * every import is read at each cold start.
 */
export const routes = {
  ...preferences,
  ...experiments,
  ...performance,
  ...improvements,
  ...system,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
