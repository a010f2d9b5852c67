import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The files that match a pattern, relative to the root. */
export const filesIn = (pattern: string): readonly string[] => globSync(pattern, { cwd: root }).toSorted();

/** The same, by their names without a folder and without `.ts`. */
export const namesIn = (pattern: string): readonly string[] =>
  filesIn(pattern).map((path) => basename(path, '.ts'));

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The texts of all files that match a pattern, as one. */
export const textOf = (pattern: string): string => filesIn(pattern).map(readText).join('\n');

/** The cells of the first column of a page's tables, without headers. */
export const firstColumn = (page: string): readonly string[] =>
  [...readText(page).matchAll(/^\| ([^|]*?) +\|/gm)]
    .map(([, cell = '']) => cell)
    .filter((cell) => !/^-+$/.test(cell));

/** `begin-testing` becomes `BeginTesting`. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
