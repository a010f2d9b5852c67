import { createHash } from 'node:crypto';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { PatchTools } from '#core/improvements/candidate/make-candidate.ts';

/** Patches in the format of `git apply`, identified by their SHA-256. */
export const patchTools: PatchTools = {
  diff: (path, before, after) =>
    createTwoFilesPatch(
      before === null ? '/dev/null' : `a/${path}`,
      `b/${path}`,
      before ?? '',
      after,
      undefined,
      undefined,
      {
        context: 3,
        headerOptions: FILE_HEADERS_ONLY,
      },
    ),
  format: async (changes, files) =>
    (await import('#adapters/prettier/keep-format.ts')).keepFormat(changes, files),
  hash: (text) => createHash('sha256').update(text).digest('hex'),
};
