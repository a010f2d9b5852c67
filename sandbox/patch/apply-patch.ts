import { createHash } from 'node:crypto';
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import { InvalidInput } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { checkPath } from './check-path.ts';
import { assertFree, readInside } from './read-file.ts';

/** A file that a patch changes or adds. */
export interface ChangedFile {
  readonly path: string;
  /** Empty for an added file. */
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
 * What a unified diff with `a/` and `b/` prefixes makes of the files of a tree, which stay as they are. The diff may change
 * existing files and add new ones.
 *
 * @throws InvalidInput that says what the patch does and may not do.
 */
export async function applyToTree(
  patch: string,
  allowed: Pick<Manifest, 'sources' | 'protectedPaths'> | null,
  tree: string,
): Promise<ChangedFile[]> {
  const parts = parse(patch);
  const places = parts.map(placeOf);
  if (new Set(places.map(({ path }) => path)).size < places.length)
    throw refusal('repeated-file', 'The patch changes a file twice.');
  return Promise.all(
    parts.map(async (part, i): Promise<ChangedFile> => {
      const { path, isNew } = places[i] as Place;
      checkPath(path, allowed);
      const before = isNew ? await assertFree(tree, path) : await readInside(tree, path);
      const after = applyPatch(before, part);
      if (after === false)
        throw refusal('does-not-apply', `The patch does not apply to ${path} at the base commit.`);
      if (after === before) throw refusal('empty', `The patch changes nothing in ${path}.`);
      return { path, before, after };
    }),
  );
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

interface Place {
  readonly path: string;
  readonly isNew: boolean;
}

function placeOf({ oldFileName, newFileName, hunks }: StructuredPatch): Place {
  const before = oldFileName ?? '';
  const after = newFileName ?? '';
  if (after === '/dev/null')
    throw refusal('removed-file', `The patch removes the file ${before}; it may only change and add files.`);
  const isNew = before === '/dev/null';
  if (!after.startsWith('b/') || !(isNew || before === `a/${after.slice(2)}`) || hunks.length === 0) {
    throw refusal(
      'renamed-file',
      `The patch turns ${before} into ${after}; it may only change the content of a file.`,
    );
  }
  return { path: after.slice(2), isNew };
}

function refusal(code: string, message: string, cause?: unknown): InvalidInput {
  return new InvalidInput(message, { code: `patch/${code}`, cause });
}
