import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Empty in CommonJS, where a bundler makes the recorder a part of one file. */
const { url: ownUrl = '' } = import.meta as { readonly url?: string };
/** `null` if a bundler made the recorder a part of the service's own file. */
const ownFolder = basename(ownUrl).startsWith('service-files.') ? dirname(fileURLToPath(ownUrl)) : null;

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
  const path = scriptPath(url);
  if (path === null || !isBelow(root, path)) return null;
  if (ownFolder !== null && isBelow(ownFolder, path)) return null;
  const parts = relative(root, path).split(sep);
  return parts.includes('node_modules') ? null : parts.join('/').slice(0, 500);
}

/** The path of a script, which V8 knows by its URL, or as a CommonJS module by its path. `null` for what is no file of this machine, such as `node:fs` or `file://build-host/share/lib.js`. */
export function scriptPath(url: string): string | null {
  try {
    const path = url.startsWith('file:') ? fileURLToPath(url) : url;
    return isAbsolute(path) ? path : null;
  } catch {
    return null;
  }
}

function isBelow(folder: string, path: string): boolean {
  const relativePath = relative(folder, path);
  return relativePath !== '' && !isAbsolute(relativePath) && relativePath.split(sep)[0] !== '..';
}
