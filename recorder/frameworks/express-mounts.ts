import { nameParameters } from './name-parameters.ts';
import { type RoutePath, templateOf } from './route-path.ts';

/** The parts of an Express application that tell its routes; Express 4 has `_router`, and a `router` that throws. */
export interface ExpressApp {
  readonly parent?: ExpressApp;
  readonly _router?: Router;
  readonly router?: Router;
}

interface Router {
  readonly stack?: readonly Layer[];
}

/** An entry of a router: a route, a mounted router or application, or a middleware. */
interface Layer {
  readonly route?: object;
  readonly handle?: Router & { readonly name?: string };
  /** Express 4. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean };
  readonly keys?: readonly { readonly name: string | number }[];
  /** Express 5. */
  readonly slash?: boolean;
  readonly matchers?: readonly ((
    path: string,
  ) => false | { readonly path: string; readonly params: object })[];
  /** Some versions of Express 5. */
  readonly rawPath?: RoutePath;
}

/** What is mounted above a route: its template, and the rest of the path, which the route itself matches. */
export interface Mounts {
  readonly template: string;
  readonly rest: string;
}

const top: Mounts = { template: '', rest: '' };
const deepest = 20;
const known = new WeakMap<object, readonly Layer[]>();

/**
 * Follows a path from the application to the route that served it. `baseUrl` would name the values of mounted parameters instead of the
 * parameters, and no longer tells where the route is once an error has left its router.
 *
 * @returns `null` if the route is not found, because something wraps the routers, or rewrote the path.
 */
export function mountsOf(app: ExpressApp, route: object, path: string): Mounts | null {
  const apps = [app];
  for (let parent = app.parent; parent && apps.length < deepest; parent = parent.parent) apps.unshift(parent);
  const cached = known.get(route);
  const mounts = cached && follow(cached, path);
  if (mounts) return mounts;
  const found = layersTo(route, apps, path, 0);
  if (found) known.set(route, found);
  return found && follow(found, path);
}

function follow(layers: readonly Layer[], path: string): Mounts | null {
  let { template, rest } = { ...top, rest: path };
  for (const layer of layers) {
    const consumed = consume(layer, rest);
    if (consumed === null) return null;
    template += consumed.template;
    rest = consumed.rest;
  }
  return { template, rest };
}

/** The layers that mount the route on the path, outermost first. */
function layersTo(
  route: object,
  [app, ...below]: readonly ExpressApp[],
  path: string,
  depth: number,
): readonly Layer[] | null {
  const router = app?._router ?? app?.router;
  return searchIn(router?.stack ?? [], path, depth);

  function searchIn(stack: readonly Layer[], rest: string, level: number): readonly Layer[] | null {
    if (level > deepest) return null;
    if (stack.some((layer) => layer.route === route)) return [];
    for (const layer of stack) {
      const consumed = layer.route ? null : consume(layer, rest);
      const found = consumed && searchBelow(layer, consumed.rest, level + 1);
      if (found) return [layer, ...found];
    }
    return null;
  }

  function searchBelow({ handle }: Layer, rest: string, level: number): readonly Layer[] | null {
    if (handle?.stack) return searchIn(handle.stack, rest, level);
    return handle?.name === 'mounted_app' && below.length > 0 ? layersTo(route, below, rest, level) : null;
  }
}

function consume(layer: Layer, path: string): Mounts | null {
  if (layer.slash || layer.regexp?.fast_slash) return { template: '', rest: path };
  return layer.regexp ? consumeByRegExp(layer.regexp, layer.keys ?? [], path) : consumeByMatcher(layer, path);
}

function consumeByRegExp(regexp: RegExp, keys: NonNullable<Layer['keys']>, path: string): Mounts | null {
  const match = new RegExp(regexp.source, `${regexp.flags.replace(/[dg]/g, '')}d`).exec(path);
  if (!match) return null;
  const places = (match.indices ?? []).slice(1).map((place, index) => ({ place, name: keys[index]?.name }));
  let template = match[0];
  for (const { place, name } of places.reverse())
    if (place && name !== undefined)
      template = `${template.slice(0, place[0])}:${name}${template.slice(place[1])}`;
  return consumed(template, match[0], path);
}

function consumeByMatcher({ matchers = [], rawPath }: Layer, path: string): Mounts | null {
  for (const matcher of matchers) {
    const match = matcher(path);
    if (!match) continue;
    const template = rawPath ? templateOf(rawPath, match.path) : nameParameters(match.path, match.params);
    return consumed(template, match.path, path);
  }
  return null;
}

/** What is mounted at `/a/` is mounted at `/a`. */
const consumed = (template: string, part: string, path: string): Mounts => ({
  template: template.replace(/\/$/, ''),
  rest: path.slice(part.replace(/\/$/, '').length),
});
