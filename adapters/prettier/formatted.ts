import type { Options } from 'prettier';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';

/** The text as Prettier writes it; `null` if it cannot be parsed. */
export async function formatted(path: string, text: string, style: Options): Promise<string | null> {
  try {
    return await format(text, {
      ...style,
      filepath: path,
      parser: 'typescript',
      plugins: [estree, typescript],
    });
  } catch {
    return null;
  }
}
