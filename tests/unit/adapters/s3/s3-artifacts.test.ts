import { describe, type TestContext, test } from 'vitest';
import { s3Artifacts } from '#adapters/s3/s3-artifacts.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';
import { freePort } from '#local/processes/free-port.ts';
import { clientOf, type Mishap, startS3 } from '../../../support/s3-server.ts';

/** A bucket with the text of one key, and the later requests to S3. */
async function opened({ onTestFinished }: TestContext) {
  const server = await startS3();
  onTestFinished(() => server.close());
  const artifacts = s3Artifacts('s3://bucket/artifacts/', clientOf(server));
  await artifacts.write('key', 'text');
  return { ...server, artifacts, asked: () => server.calls.slice(1) };
}

const error = (status: number, code: string): Mishap => ({ kind: 'error', status, code });
const throttled = error(503, 'SlowDown');
const unavailable = { name: 'Unavailable', code: 'artifact/unavailable' };

const calls: readonly (readonly [string, (store: ArtifactStore) => Promise<unknown>])[] = [
  ['write', (store) => store.write('key', 'new')],
  ['read', (store) => store.read('key')],
  ['copy', (store) => store.copy('key', 'to')],
  ['exists', (store) => store.exists('key')],
];

// Concurrent, because the client waits between its attempts.
describe.concurrent.each(calls)('%s', (_, call) => {
  test('succeeds once throttling has passed', async (context) => {
    const { artifacts, asked, meet } = await opened(context);
    meet([throttled, throttled]);
    await call(artifacts);
    context.expect(asked()).toHaveLength(3);
  });

  test('is unavailable after three refusals', async (context) => {
    const { artifacts, asked, meet } = await opened(context);
    meet([throttled], true);
    await context.expect(call(artifacts)).rejects.toMatchObject(unavailable);
    context.expect(asked()).toHaveLength(3);
  });

  test('is repeated if the response was lost', async (context) => {
    const { artifacts, asked, meet } = await opened(context);
    meet([{ kind: 'lost' }]);
    await call(artifacts);
    context.expect(asked()).toHaveLength(2);
  });

  test('is unavailable if nothing responds in time', async (context) => {
    const { url, asked, meet } = await opened(context);
    meet([{ kind: 'silence' }], true);
    const impatient = s3Artifacts('s3://bucket/artifacts/', clientOf({ url }, 300));
    await context.expect(call(impatient)).rejects.toMatchObject(unavailable);
    context.expect(asked()).toHaveLength(3);
  });

  test('is unavailable if nothing listens', async ({ expect }) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    await expect(call(s3Artifacts('s3://bucket/', clientOf({ url })))).rejects.toMatchObject(unavailable);
  });

  test('is unavailable with expired credentials', async (context) => {
    const { artifacts, meet } = await opened(context);
    meet([error(400, 'ExpiredToken')]);
    await context.expect(call(artifacts)).rejects.toMatchObject({
      ...unavailable,
      message: context.expect.stringMatching(/credentials .*expired/),
    });
  });

  test('is our fault without the permission, and the error names it', async (context) => {
    const { artifacts, meet } = await opened(context);
    meet([error(403, 'AccessDenied')]);
    await context.expect(call(artifacts)).rejects.toMatchObject({
      code: 'artifact/forbidden',
      fault: 'ours',
      message: context.expect.stringMatching(/lacks s3:\w+Object.* on s3:\/\/bucket\/artifacts\/key/),
    });
  });
});

describe.concurrent('artifacts in a bucket', () => {
  test('lie below the prefix', async (context) => {
    const { objects } = await opened(context);
    context.expect([...objects.keys()]).toEqual(['/bucket/artifacts/key']);
  });

  test('are stored although the response was lost', async (context) => {
    const { artifacts, asked, meet } = await opened(context);
    meet([{ kind: 'lost' }]);
    await artifacts.write('key', 'new');
    context.expect(asked()).toEqual(['PUT /bucket/artifacts/key', 'PUT /bucket/artifacts/key']);
    context.expect(await artifacts.read('key')).toBe('new');
  });

  test('are never partial texts', async (context) => {
    const { artifacts, meet } = await opened(context);
    meet([{ kind: 'half a body' }], true);
    await context.expect(artifacts.read('key')).rejects.toMatchObject(unavailable);
  });

  test('are not copied if the copy failed after its response had begun', async (context) => {
    const { artifacts, meet } = await opened(context);
    meet([error(200, 'InternalError')], true);
    await context.expect(artifacts.copy('key', 'to')).rejects.toMatchObject(unavailable);
  });

  test('without a bucket are our fault', async (context) => {
    const elsewhere = s3Artifacts('s3://another/', clientOf(await opened(context)));
    await context.expect(elsewhere.read('key')).rejects.toMatchObject({
      code: 'artifact/no-bucket',
      fault: 'ours',
    });
  });

  test('pass on errors that neither waiting nor a permission fixes', async (context) => {
    const { artifacts, meet } = await opened(context);
    meet([error(403, 'InvalidAccessKeyId')]);
    await context.expect(artifacts.read('key')).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
  });
});
