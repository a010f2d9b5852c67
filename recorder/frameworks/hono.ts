import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { attempt } from '../attempt.ts';
import { noteRoute } from '../request-note.ts';
import { currentRequest } from './current-request.ts';
import { loadedModules } from './loaded-modules.ts';

/** What a router of Hono finds: handlers with their routes, in the order of registration. */
type Match = readonly [readonly (readonly [readonly [HonoHandler, HonoRoute], unknown])[], unknown?];
type HonoHandler = (...args: unknown[]) => unknown;

interface HonoRoute {
  readonly method: string;
  readonly path: string;
}

interface HonoRouter {
  match: (this: HonoRouter, method: string, path: string) => Match;
}

interface HonoModule {
  readonly Hono?: new () => { readonly router: HonoRouter };
}

const patched = new WeakSet<object>();

/**
 * Lets the Hono that is loaded note the route of its requests. As a module it is found by importing it once more, which only a program
 * that depends on it does.
 *
 * @param program the file that the process runs.
 */
export function watchHono(program: string): void {
  for (const module of loadedModules('/hono/dist/cjs/index.js')) patchRouter(module as HonoModule);
  const file = moduleFile(program);
  if (file !== null) import(pathToFileURL(file).href).then(patchRouter).catch(() => {});
}

/** `null` if the program's package does not depend on Hono. */
function moduleFile(program: string): string | null {
  try {
    const { dependencies = {} } = JSON.parse(closestPackage(dirname(program)));
    if (!('hono' in dependencies)) return null;
    const commonjs = createRequire(program).resolve('hono');
    return commonjs.replace(/([/\\])cjs[/\\](index\.js)$/, '$1$2');
  } catch {
    return null;
  }
}

/** The text of the `package.json` in the folder, or else in the closest one above it. @throws Error if there is none. */
function closestPackage(folder: string): string {
  const file = join(folder, 'package.json');
  const isHere = existsSync(file) || folder === dirname(folder);
  return isHere ? readFileSync(file, 'utf8') : closestPackage(dirname(folder));
}

function patchRouter({ Hono }: HonoModule): void {
  const prototype = Hono && Object.getPrototypeOf(new Hono().router);
  if (!prototype?.match || patched.has(prototype)) return;
  patched.add(prototype);
  const { match } = prototype as HonoRouter;
  prototype.match = function (this: HonoRouter, method: string, path: string): Match {
    const found = match.call(this, method, path);
    attempt(() => {
      // Once it knows its routes, a router replaces its own method.
      if (Object.hasOwn(this, 'match')) this.match = noting(this.match);
      noteMatch(method, found);
    });
    return found;
  };
}

const noting = (match: HonoRouter['match']): HonoRouter['match'] =>
  function (method, path) {
    const found = match.call(this, method, path);
    attempt(() => noteMatch(method, found));
    return found;
  };

function noteMatch(method: string, [handlers]: Match): void {
  const req = currentRequest();
  if (!req) return;
  const entries = handlers.map(([entry]) => entry);
  noteRoute(req, () => servingRoute(method, entries)?.path ?? null);
}

/** The first one that ends a request of the method: what takes `next` probably goes on to the following one. */
function servingRoute(
  method: string,
  entries: readonly (readonly [HonoHandler, HonoRoute])[],
): HonoRoute | undefined {
  const [exact, any] = [method, 'ALL'].map((name) => entries.filter(([, route]) => route.method === name));
  const ends = ([handler]: readonly [HonoHandler, HonoRoute]) => handler.length < 2;
  return (exact?.find(ends) ?? exact?.at(-1) ?? any?.find(ends))?.[1];
}
