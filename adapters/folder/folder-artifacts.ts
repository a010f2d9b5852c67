import { randomUUID } from 'node:crypto';
import { access, copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkKey } from '#adapters/artifacts/check-key.ts';
import { NotFound } from '#core/errors.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';

/** Artifacts as files in a folder. A file appears whole or not at all, even if the process dies. */
export function folderArtifacts(url: string): ArtifactStore {
  const root = fileURLToPath(url);
  const pathOf = (key: string): string => {
    checkKey(key);
    return join(root, key);
  };
  const place = async (key: string, fill: (path: string) => Promise<void>): Promise<void> => {
    const path = pathOf(key);
    const unfinished = `${path}.${randomUUID()}`;
    await mkdir(dirname(path), { recursive: true });
    await fill(unfinished);
    await rename(unfinished, path);
  };

  return {
    write: (key, body) => place(key, (path) => writeFile(path, body)),
    copy: (from, to) => place(to, (path) => orUnknown(from, copyFile(pathOf(from), path))),
    read: async (key) => orUnknown(key, readFile(pathOf(key), 'utf8')),
    async exists(key) {
      return access(pathOf(key)).then(
        () => true,
        () => false,
      );
    },
  };
}

async function orUnknown<Result>(key: string, reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new NotFound(`there is no artifact ${key}.`, { code: 'artifact/unknown', data: { key }, cause });
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
