import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { s3Artifacts } from '#adapters/s3/s3-artifacts.ts';
import { clientOf, startS3 } from '../../support/s3-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { behavesAsArtifactStore } from './artifact-store.ts';

const storeIn = (folder: string) => folderArtifacts(pathToFileURL(`${folder}/`).href);

describe('in a folder', () => {
  // Two levels down, so that files of a broken store stay in the temporary folder.
  behavesAsArtifactStore(async () => storeIn(join(temporaryFolder(), 'data', 'artifacts')));

  it('refuses a key that is an absolute path', async () => {
    const outside = join(temporaryFolder(), 'outside');
    await expect(storeIn(temporaryFolder()).write(outside, 'text')).rejects.toMatchObject({
      code: 'artifact/invalid-key',
    });
    expect(existsSync(outside)).toBe(false);
  });

  it('leaves no unfinished file behind, neither after success nor after failure', async () => {
    const folder = temporaryFolder();
    const store = storeIn(folder);
    await store.write('key', 'text');
    await expect(store.copy('nothing', 'to')).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['key']);
  });

  it('finds what an earlier process wrote', async () => {
    const folder = temporaryFolder();
    await storeIn(folder).write('jobs/1/key', 'text');
    expect(await storeIn(folder).read('jobs/1/key')).toBe('text');
  });
});

describe('in a bucket', () => {
  let close: () => Promise<void>;
  afterEach(() => close());

  behavesAsArtifactStore(async () => {
    const server = await startS3();
    close = server.close;
    return s3Artifacts('s3://bucket/data/artifacts/', clientOf(server));
  });
});
