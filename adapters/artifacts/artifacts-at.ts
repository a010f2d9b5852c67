import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { s3Location } from '#adapters/s3/s3-location.ts';
import { InvalidInput } from '#core/errors.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';

/**
 * The store at a URL: a folder (`file:///data/artifacts/`) or a bucket (`s3://bucket/prefix/`).
 * @throws InvalidInput `artifact/invalid-url`.
 */
export function artifactsAt(url: string): ArtifactStore {
  if (url.startsWith('file:')) return folderArtifacts(url);
  if (url.startsWith('s3:')) return s3WhenNeeded(url);
  throw new InvalidInput(`the URL of the artifacts, ${url}, should begin with file:/// or s3://.`, {
    code: 'artifact/invalid-url',
    data: { url },
  });
}

/**
 * Loading the S3 client costs a cold start about 20 ms of CPU, and most functions use no artifact, so the first call
 * loads it. An invalid URL is reported at once all the same.
 */
function s3WhenNeeded(url: string): ArtifactStore {
  s3Location(url);
  let loading: Promise<ArtifactStore> | undefined;
  const store = () => {
    loading ??= import('#adapters/s3/s3-artifacts.ts').then(({ s3Artifacts }) => s3Artifacts(url));
    return loading;
  };
  return {
    write: async (key, body) => (await store()).write(key, body),
    read: async (key) => (await store()).read(key),
    copy: async (from, to) => (await store()).copy(from, to),
    exists: async (key) => (await store()).exists(key),
  };
}
