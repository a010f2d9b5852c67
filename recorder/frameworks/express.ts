import type { IncomingMessage } from 'node:http';
import { type ExpressApp, mountsOf } from './express-mounts.ts';
import { guessRoute } from './guess-route.ts';
import { pathOf } from './request-path.ts';
import { type RoutePath, templateOf } from './route-path.ts';
import { unexplainedMount } from './unexplained-mount.ts';

interface RoutedRequest {
  readonly app?: ExpressApp;
  readonly baseUrl?: unknown;
  readonly params?: object;
  readonly route?: { readonly path?: RoutePath };
}

/** The route template of Express 4 and 5, and of what keeps its routes like Express: tinyhttp. */
export function expressRoute(req: IncomingMessage): string | null {
  const { app, baseUrl, params, route } = req as IncomingMessage & RoutedRequest;
  if (!route?.path) return null;
  const path = pathOf(req);
  const mounts = app && mountsOf(app, route, path);
  if (mounts) return mounts.template + templateOf(route.path, mounts.rest);
  if (typeof baseUrl === 'string')
    return guessRoute(baseUrl) + templateOf(route.path, path.slice(baseUrl.length));
  const template = templateOf(route.path, path);
  return unexplainedMount(template, path, params) + template;
}
