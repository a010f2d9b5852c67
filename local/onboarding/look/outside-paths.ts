import { basename } from 'node:path';
import { codeFiles } from './code-files.ts';
import type { FileView } from './file-view.ts';

/** A variable that moves what a service keeps outside of its own folder: `env.DATA || '/var/lib/shop'`. */
export interface OutsidePath {
  readonly variable: string;
  readonly path: string;
}

const dotted = /\benv\??\.([A-Z][A-Z0-9_]*)\s*(?:\|\||\?\?)\s*['"`](\/[^'"`$]+)['"`]/g;
const quoted = /\benv\[\s*['"]([A-Z][A-Z0-9_]*)['"]\s*\]\s*(?:\|\||\?\?)\s*['"`](\/[^'"`$]+)['"`]/g;
const destructured = /\{([^{}]*)\}\s*=\s*(?:process\.)?env\b/g;
const withDefault = /\b([A-Z][A-Z0-9_]*)\s*=\s*['"`](\/[^'"`$]+)['"`]/g;
/** How Node says that a path cannot be made or written. */
const refused = /\b(?:ENOENT|EACCES|EROFS|EPERM)\b[^\n]*?['"](\/[^'"\n]+)['"]/g;

export function outsidePathsOf(view: FileView): readonly OutsidePath[] {
  const texts = codeFiles(view).map((path) => view.read(path) ?? '');
  return texts.flatMap((text) => {
    const lists = [...text.matchAll(destructured)].map(([, list]) => list ?? '').join('\n');
    const found = [...text.matchAll(dotted), ...text.matchAll(quoted), ...lists.matchAll(withDefault)];
    return found.map(([, variable = '', path = '']) => ({ variable, path }));
  });
}

/** Those of which a service died: it may not write there. */
export function refusedPaths(output: string, paths: readonly OutsidePath[]): readonly OutsidePath[] {
  const named = [...output.matchAll(refused)].map(([, path = '']) => path);
  return paths.filter(({ path }) => named.some((one) => isAt(path, one) || isAt(one, path)));
}

const isAt = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** In the folder in which the service starts. */
export const insidePath = (path: string): string => `./${basename(path)}`;
