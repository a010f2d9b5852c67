import type { Options } from 'prettier';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { findStyle } from './find-style.ts';
import { formatted } from './formatted.ts';

/** Characters. To find the style of a longer file would take seconds. */
const longest = 30_000;

/**
 * The changed files, formatted as they were before the change. A file whose style Prettier cannot reproduce stays as it was
 * written; a new file gets the style of another one of the change.
 *
 * @param files before the change.
 */
export async function keepFormat(
  changes: readonly SourceFile[],
  files: readonly SourceFile[],
): Promise<readonly SourceFile[]> {
  const styles = await Promise.all(
    changes.map(async ({ path }): Promise<Options | null> => {
      const before = files.find((file) => file.path === path)?.text ?? '';
      return before.trim() === '' || before.length > longest ? null : findStyle(path, before);
    }),
  );
  const shared = styles.find((style) => style !== null) ?? null;
  return Promise.all(
    changes.map(async ({ path, text }, i) => {
      const isNew = !files.some((file) => file.path === path);
      const style = isNew ? shared : (styles[i] ?? null);
      return { path, text: (style && (await formatted(path, text, style))) ?? text };
    }),
  );
}
