import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { artifactsAt } from '#adapters/artifacts/artifacts-at.ts';
import { startS3 } from '../../../support/s3-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a file: URL is a folder', async () => {
  const folder = temporaryFolder();
  const artifacts = artifactsAt(pathToFileURL(join(folder, 'artifacts/')).href);
  await artifacts.write('key', 'text');
  expect(await artifacts.read('key')).toBe('text');
});

test('an s3: URL is a bucket, accessed with the AWS_* variables', async () => {
  const server = await startS3();
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await server.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', server.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const artifacts = artifactsAt('s3://bucket/artifacts/');
  await artifacts.write('key', 'text');
  await artifacts.copy('key', 'to');
  expect(await artifacts.exists('to')).toBe(true);
  expect(await artifacts.read('to')).toBe('text');
  expect([...server.objects.keys()]).toEqual(['/bucket/artifacts/key', '/bucket/artifacts/to']);
});

test.each([
  'https://bucket/',
  'artifacts',
  's3://',
  's3:bucket',
  's3://Bucket/',
  's3://bucket/prefix',
  's3://bucket//',
])('the URL %j is refused at once', (url) => {
  expect(() => artifactsAt(url)).toThrow(expect.objectContaining({ code: 'artifact/invalid-url' }));
});
