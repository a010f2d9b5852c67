import { expect, it } from 'vitest';
import { copyPatch, patchKey } from '#core/improvements/candidate/stored-patch.ts';
import { memoryArtifacts } from '../../../../support/memory-artifacts.ts';

const hash = 'a'.repeat(64);

it('copies a patch to where a job reads it', async () => {
  const artifacts = memoryArtifacts();
  await artifacts.write(patchKey(hash), '+quick');
  await copyPatch(artifacts, hash, 'jobs/verify/shop-1/1/candidate.patch');
  expect(await artifacts.read('jobs/verify/shop-1/1/candidate.patch')).toBe('+quick');
});

it('says what to do where a patch is not kept any more, as after an update', async () => {
  await expect(
    copyPatch(memoryArtifacts(), hash, 'jobs/verify/shop-1/1/candidate.patch'),
  ).rejects.toMatchObject({
    code: 'patch/not-kept',
    message: expect.stringMatching(/not kept any more .*: generate the fix again\.$/),
  });
});
