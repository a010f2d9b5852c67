import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The files of a commit, or of a folder in it. Nothing else of the machine is seen. */
export interface FileView {
  /** Relative, with slashes. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Null if there is no such file. */
  read(path: string): string | null;
}

/** The files below a folder; links are none. */
export function viewFolder(root: string): FileView {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(root, join(entry.parentPath, entry.name)));
  return viewOf(paths, (path) => readFileSync(join(root, path), 'utf8'));
}

/** What lies below a folder of the view, as if it were the root. */
export function below(view: FileView, directory: string): FileView {
  if (directory === '.') return view;
  const start = `${directory}/`;
  const inside = view.paths.filter((path) => path.startsWith(start));
  return viewOf(
    inside.map((path) => path.slice(start.length)),
    (path) => view.read(start + path) ?? '',
  );
}

/** @param text of a path that is one of `paths`. */
export function viewOf(paths: readonly string[], text: (path: string) => string): FileView {
  const known = new Set(paths);
  return {
    paths: paths.toSorted(),
    has: (path) => known.has(path),
    read: (path) => (known.has(path) ? text(path) : null),
  };
}
