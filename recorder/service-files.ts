import { realpathSync } from 'node:fs';
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ownFolder = import.meta.dirname;

/**
 * Returns a function from a script URL to the service's file relative to `root`; `null` if the script does not belong to
 * the service.
 */
export function serviceFiles(root: string): (url: string) => string | null {
  const realRoot = realpathSync(root);
  const known = new Map<string, string | null>();
  return (url) => {
    const file = known.has(url) ? (known.get(url) ?? null) : serviceFile(realRoot, url);
    known.set(url, file);
    return file;
  };
}

function serviceFile(root: string, url: string): string | null {
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  if (!isAbsolute(path) || isBelow(ownFolder, path) || !isBelow(root, path)) return null;
  const parts = relative(root, path).split(sep);
  return parts.includes('node_modules') ? null : parts.join('/').slice(0, 500);
}

function isBelow(folder: string, path: string): boolean {
  const relativePath = relative(folder, path);
  return relativePath !== '' && !isAbsolute(relativePath) && relativePath.split(sep)[0] !== '..';
}
