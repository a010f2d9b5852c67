import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder of installed packages, looking upwards as Node does. */
export function findDependencies(path: string): string | null {
  for (let folder = path; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules');
    // Packages may link to each other by relative paths, which hold where the folder really is.
    if (existsSync(candidate)) return realpathSync(candidate);
    if (dirname(folder) === folder) return null;
  }
}
