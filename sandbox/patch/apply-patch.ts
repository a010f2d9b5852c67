import { createHash } from 'node:crypto';
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import { InvalidInput } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { checkPath } from './check-path.ts';

/** A file that a patch changes. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** @throws InvalidInput `patch/other-hash` if the patch is not the intended one. */
export function checkHash(patch: string, hash: string): void {
  const found = createHash('sha256').update(patch).digest('hex');
  if (found === hash) return;
  throw refusal(
    'other-hash',
    `The hash of the patch is ${found.slice(0, 12)}… instead of ${hash.slice(0, 12)}….`,
  );
}

/**
 * Applies a unified diff with `a/` and `b/` prefixes to a tree. The diff may only change existing files.
 *
 * @param read returns a file's text, and throws if the tree has no such regular file.
 * @throws InvalidInput that says what the patch does and may not do.
 */
export async function applyToTree(
  patch: string,
  allowed: Pick<Manifest, 'sources' | 'protectedPaths'> | null,
  read: (path: string) => Promise<string>,
): Promise<ChangedFile[]> {
  const parts = parse(patch);
  const paths = parts.map(pathOf);
  if (new Set(paths).size < paths.length) throw refusal('repeated-file', 'The patch changes a file twice.');
  const changed = await Promise.all(
    parts.map(async (part, i): Promise<ChangedFile> => {
      const path = paths[i] ?? '';
      checkPath(path, allowed);
      const before = await read(path);
      const after = applyPatch(before, part);
      if (after === false)
        throw refusal('does-not-apply', `The patch does not apply to ${path} at the base commit.`);
      if (after === before) throw refusal('empty', `The patch changes nothing in ${path}.`);
      return { path, before, after };
    }),
  );
  return changed;
}

function parse(patch: string): StructuredPatch[] {
  let parts: StructuredPatch[];
  try {
    parts = parsePatch(patch);
  } catch (cause) {
    throw refusal('unreadable', `The patch is not a unified diff: ${(cause as Error).message}.`, cause);
  }
  if (!parts.some((part) => part.hunks.length > 0)) throw refusal('empty', 'The patch is empty.');
  return parts;
}

function pathOf({ oldFileName, newFileName, hunks }: StructuredPatch): string {
  const before = oldFileName ?? '';
  const after = newFileName ?? '';
  if (before === '/dev/null')
    throw refusal('new-file', `The patch adds the file ${after}; it may only change files.`);
  if (after === '/dev/null')
    throw refusal('removed-file', `The patch removes the file ${before}; it may only change files.`);
  if (!before.startsWith('a/') || `b/${before.slice(2)}` !== after || hunks.length === 0) {
    throw refusal(
      'renamed-file',
      `The patch turns ${before} into ${after}; it may only change the content of a file.`,
    );
  }
  return before.slice(2);
}

function refusal(code: string, message: string, cause?: unknown): InvalidInput {
  return new InvalidInput(message, { code: `patch/${code}`, cause });
}
