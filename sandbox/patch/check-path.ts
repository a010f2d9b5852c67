import { posix } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { protectionOf } from '#core/service/protected-paths.ts';

/**
 * Refuses a path that a candidate may not change.
 *
 * @param allowed the service's own rules; null where they have been checked before. What is protected in every service
 *   is refused in either case.
 * @throws InvalidInput
 */
export function checkPath(path: string, allowed: Pick<Manifest, 'sources' | 'protectedPaths'> | null): void {
  if (escapes(path))
    throw refusal('escaping-path', `The path ${JSON.stringify(path)} leads out of the service.`);
  const guard = protectionOf(path, allowed?.protectedPaths);
  if (guard !== null) throw refusal('protected-path', `The file ${path} is protected ("${guard}").`);
  if (allowed !== null && !matchesAny(path, allowed.sources)) {
    const globs = allowed.sources.map((glob) => `"${glob}"`).join(', ');
    throw refusal('outside-sources', `The file ${path} is not among the sources (${globs}).`);
  }
}

export function matchesAny(path: string, globs: readonly string[]): boolean {
  return globs.some((glob) => posix.matchesGlob(path, glob));
}

function escapes(path: string): boolean {
  const strange = /[\\\0]|^[a-zA-Z]:/.test(path) || posix.isAbsolute(path) || posix.normalize(path) !== path;
  const parts = path.split('/').map((part) => part.toLowerCase());
  return path === '' || strange || parts.includes('..') || parts.includes('.git');
}

function refusal(code: string, message: string): InvalidInput {
  return new InvalidInput(message, { code: `patch/${code}` });
}
