import type { IncomingMessage, ServerResponse } from 'node:http';
import { attempt } from '../attempt.ts';
import { noteRoute } from '../request-note.ts';
import { loadedModules } from './loaded-modules.ts';
import { pathOf } from './request-path.ts';
import { type RoutePath, templateOf } from './route-path.ts';
import { unexplainedMount } from './unexplained-mount.ts';

interface KoaContext {
  /** Set by `@koa/router` and `koa-router`. */
  readonly _matchedRoute?: RoutePath;
}

type CreateContext = (this: object, req: IncomingMessage, res: ServerResponse) => KoaContext;

const patched = new WeakSet<object>();

/** Lets the Koa that is loaded note the route of its requests. */
export function watchKoa(): void {
  for (const application of loadedModules('/koa/lib/application.js')) {
    const { prototype } = application as { readonly prototype?: { createContext?: CreateContext } };
    const createContext = prototype?.createContext;
    if (!prototype || !createContext || patched.has(prototype)) continue;
    patched.add(prototype);
    prototype.createContext = function (req, res) {
      const context = createContext.call(this, req, res);
      attempt(() => noteRoute(req, () => routeOf(context, pathOf(req))));
      return context;
    };
  }
}

function routeOf({ _matchedRoute: route }: KoaContext, path: string): string | null {
  if (route === undefined) return null;
  const template = templateOf(route, path);
  // `koa-mount` shortens the path.
  return unexplainedMount(template, path) + template;
}
