import type { Options } from 'prettier';
import { formatted } from './formatted.ts';

/** Lines may be as long as this; the widths that are most in use come first. */
const widths = [80, 100, 120, 110, 90, 140];

/**
 * The options with which Prettier leaves a text as it is, whatever formatter wrote it; `null` if there are none. A project's
 * configuration need not be read, and its plugins need not be run.
 */
export async function findStyle(path: string, text: string): Promise<Options | null> {
  const known = knownStyle(text);
  for (const trailingComma of commasIn(text))
    for (const printWidth of widths) {
      const style = { ...known, trailingComma, printWidth };
      if ((await formatted(path, text, style)) === text) return style;
    }
  return null;
}

/** What the text itself shows. */
function knownStyle(text: string): Options {
  const indentation = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return {
    useTabs: indentation.startsWith('\t'),
    tabWidth: indentation.startsWith('\t') ? 2 : indentation.length,
    semi: count(/;$/gm) > 0,
    singleQuote: count(/[(=:] ?'/g) + count(/from '/g) > count(/[(=:] ?"/g) + count(/from "/g),
    arrowParens: /(?<![\w$)] )\b[\w$]+ => /.test(text) ? 'avoid' : 'always',
    bracketSpacing: !/(?:import|const|return|=|\() \{\w/.test(text),
    endOfLine: text.includes('\r\n') ? 'crlf' : 'lf',
  };
}

function commasIn(text: string): readonly ('all' | 'es5' | 'none')[] {
  return /,\r?\n\s*[)\]}]/.test(text) ? ['all', 'es5'] : ['none', 'all'];
}
