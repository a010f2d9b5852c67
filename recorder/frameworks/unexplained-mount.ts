import { guessRoute } from './guess-route.ts';
import { nameParameters } from './name-parameters.ts';

/**
 * The template of what took its part of the path before the router saw it, and told nobody: the first segments, as far as there are more
 * than the route's template explains.
 *
 * @param parameters the values that are known.
 */
export function unexplainedMount(template: string, path: string, parameters: object = {}): string {
  if (/[(*{?]/.test(template)) return ''; // it may explain any number of segments
  const segments = path.split('/').filter(Boolean);
  const more = segments.length - template.split('/').filter(Boolean).length;
  const mount = segments.slice(0, Math.max(0, more)).map((segment) => `/${segment}`);
  return guessRoute(nameParameters(mount.join(''), parameters));
}
