/** What a service may give as the path of a route. */
export type RoutePath = string | RegExp | readonly RoutePath[];

/**
 * The path of a route as a template. Of several, the one that fits the path; of a regular expression its text without the marks of
 * beginning and end, so that it is one endpoint whatever it matches.
 */
export function templateOf(route: RoutePath, path: string): string {
  if (typeof route === 'string') return withSlash(route);
  if (isRegExp(route)) return withSlash(route.source.replace(/^\^|\$$/g, '').replaceAll('\\/', '/'));
  const paths = (route as readonly RoutePath[]).flat(5) as (string | RegExp)[];
  const fitting = paths.find((one) => patternOf(one).test(path)) ?? paths[0];
  return fitting === undefined ? '/' : templateOf(fitting, path);
}

const withSlash = (path: string): string => (path === '' || path.startsWith('/') ? path : `/${path}`);

/** A service's own realm may have another `RegExp`. */
const isRegExp = (route: RoutePath): route is RegExp =>
  Object.prototype.toString.call(route) === '[object RegExp]';

/** What a template fits, as far as its segments tell: `:name` is one segment, `*` any number of them. */
function patternOf(route: string | RegExp): RegExp {
  if (typeof route !== 'string') return new RegExp(route.source, route.flags.replace(/[gy]/g, ''));
  const parts = route.split(/(:\w+|\*\w*)/).map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part.startsWith('*') ? '.*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}/?$`, 'i');
}
