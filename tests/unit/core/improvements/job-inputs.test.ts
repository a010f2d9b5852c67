import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { beginGenerating } from '#core/improvements/candidate/begin-generating.ts';
import { beginTesting } from '#core/improvements/candidate/begin-testing.ts';
import { patchKey } from '#core/improvements/candidate/stored-patch.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { beginRollback } from '#core/improvements/rollback/begin-rollback.ts';
import { beginDeploying } from '#core/improvements/rollout/begin-deploying.ts';
import type { Service } from '#core/service/service.ts';
import { aCandidate, anImprovement } from '../../../support/improvement.ts';
import { MemoryImprovements } from '../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../support/memory-services.ts';
import { aService } from '../../../support/service.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { MemoryMetrics } from '../performance/memory-metrics.ts';

const fleet = {
  serving: async () => ({ version: 'a'.repeat(40), runsAs: 'process 1' }),
  launch: async () => ({ baseline: 'a'.repeat(40) }),
  shift: async () => undefined,
  promote: async () => undefined,
  withdraw: async () => undefined,
  retire: async () => undefined,
};
const requests = { seenRequests: async () => [{ method: 'GET', path: '/prices' } as const] };
const alarms = { states: async () => [] };

/** An improvement of a service with a deploy command, and the collaborators of its steps. */
async function place(service: Partial<Service>, fields: Partial<Improvement>) {
  const folder = temporaryFolder();
  const improvement = anImprovement({ id: 'shop-1', ...fields });
  const services = new MemoryServices();
  const { manifest } = aService();
  const commands = { ...manifest.commands, deploy: 'npm run deploy' };
  await services.save(aService({ manifest: { ...manifest, commands }, ...service }));
  const needs = {
    improvements: MemoryImprovements.of(improvement),
    services,
    artifacts: folderArtifacts(pathToFileURL(`${folder}/`).href),
    metrics: new MemoryMetrics(),
    fleet,
    requests,
    alarms,
    now: () => Date.UTC(2026, 5, 1),
  };
  if (improvement.candidate) await needs.artifacts.write(patchKey(improvement.candidate.hash), 'a patch');
  const jobIn = (key: string) => JSON.parse(readFileSync(join(folder, key, 'job.json'), 'utf8'));
  return { needs, folder, jobIn };
}

const released = {
  attempt: 2,
  candidate: aCandidate(),
  release: { branch: 'ironclaw/shop-1', commit: 'c'.repeat(40), merge: 'b'.repeat(40) },
} satisfies Partial<Improvement>;
const approval = { by: 'user:ada', at: 0, candidateHash: released.candidate.hash };

describe('the folders of jobs', () => {
  it('have one prefix for each kind, and one folder for each run in the sandbox', async () => {
    const { needs } = await place({}, { status: 'opportunity', attempt: 0 });
    expect(await beginGenerating('shop-1', needs)).toEqual({ folder: 'jobs/scan/shop-1/1' });
    const tested = await place({}, { status: 'testing', attempt: 2, runs: 2, candidate: aCandidate() });
    await tested.needs.artifacts.write('jobs/scan/shop-1/2/out/source.tar', 'the tree');
    expect((await beginTesting('shop-1', tested.needs)).folder).toBe('jobs/verify/shop-1/2-3');
  });
});

describe('the packages of a service', () => {
  it('are installed by the scan in a container, unless a folder of them was given', async () => {
    const asks = async (service: Partial<Service>) => {
      const { needs, jobIn } = await place(service, { status: 'opportunity', attempt: 0 });
      return jobIn((await beginGenerating('shop-1', needs)).folder).install;
    };
    expect(await asks({ isolation: 'container' })).toBe(true);
    expect(await asks({ isolation: 'container', dependencies: '/packages' })).toBe(false);
    expect(await asks({ isolation: 'bubblewrap' })).toBe(false);
  });

  it('are passed from the scan to the sandbox, if there are any', async () => {
    const { needs, folder, jobIn } = await place(
      {},
      { status: 'testing', attempt: 2, runs: 0, candidate: aCandidate() },
    );
    await needs.artifacts.write('jobs/scan/shop-1/2/out/source.tar', 'the tree');
    const without = await beginTesting('shop-1', needs);
    expect(existsSync(join(folder, without.folder, 'dependencies.tar'))).toBe(false);
    expect(jobIn(without.folder).packages).toBe(false);
    await needs.artifacts.write('jobs/scan/shop-1/2/out/dependencies.tar', 'the packages');
    const { folder: key } = await beginTesting('shop-1', needs);
    expect(readFileSync(join(folder, key, 'dependencies.tar'), 'utf8')).toBe('the packages');
    expect(jobIn(key).packages).toBe(true);
  });
});

describe('what serves before a deployment', () => {
  const toDeploy = { ...released, release: null, status: 'awaiting-approval', approval } as const;
  const ref = 'refs/ironclaw/backups/2026-06-01T00-00-00-000Z-shop-1';

  it('is on record, with the ref that is to keep it, before the release begins', async () => {
    const { needs, jobIn } = await place({}, toDeploy);
    const { folder } = await beginDeploying('shop-1', needs);
    const { backup } = await needs.improvements.load('shop-1');
    expect(backup).toEqual({
      at: Date.UTC(2026, 5, 1),
      ref,
      commit: null,
      version: 'a'.repeat(40),
      runsAs: 'process 1',
    });
    expect(needs.improvements.events.at(-1)?.after).toMatchObject({ status: 'deploying', backup });
    expect(jobIn(folder).backup).toEqual({ ref, commit: 'a'.repeat(40) });
  });

  it('stays on record if the step is repeated, although something else serves by then', async () => {
    const { needs, jobIn } = await place({}, toDeploy);
    await beginDeploying('shop-1', needs);
    const serving = async () => ({ version: 'f'.repeat(40), runsAs: 'process 2' });
    const { folder } = await beginDeploying('shop-1', { ...needs, fleet: { ...fleet, serving } });
    expect(jobIn(folder).backup).toEqual({ ref, commit: 'a'.repeat(40) });
  });

  it('is kept as the base of the change if its commit is unknown', async () => {
    const { needs, jobIn } = await place({}, toDeploy);
    const serving = async () => ({ version: '12', runsAs: 'version 12 of function shop' });
    const { folder } = await beginDeploying('shop-1', { ...needs, fleet: { ...fleet, serving } });
    expect(jobIn(folder).backup).toEqual({ ref, commit: released.candidate.baseCommit });
  });
});

it('a release gets what it writes about the improvement, as the manifest wants it', async () => {
  const { manifest } = aService();
  const documents = { pages: false, changelog: true } as const;
  const wanted = await place({}, { ...released, status: 'deploying', approval });
  const { needs, jobIn } = wanted;
  const { page } = jobIn((await beginDeploying('shop-1', needs)).folder).documents;
  expect(page.path).toBe('docs/improvements/2026-06-01-shop-1.md');
  await needs.services.save(aService({ manifest: { ...manifest, documents } }));
  expect(jobIn((await beginDeploying('shop-1', needs)).folder).documents).toEqual({
    page: null,
    changelogEntry: 'Look prices up in an index. GET /prices',
  });
});

it.each([
  [{ kind: 'lambda-alias', functionName: 'shop', alias: 'live' }, 'npm run deploy'],
  [{ kind: 'pipeline' }, null],
  [{ kind: 'proxy' }, null],
] as const)('a service on %o is deployed by %s', async (deployment, deploy) => {
  const deploying = await place(
    { deployment },
    { ...released, release: null, status: 'deploying', approval },
  );
  const release = await beginDeploying('shop-1', deploying.needs);
  expect(deploying.jobIn(release.folder).deploy).toBe(deploy);
  const watched = await place({ deployment }, { ...released, status: 'watching' });
  const revert = await beginRollback('shop-1', { actor: 'user:ada', reason: 'slow' }, watched.needs);
  expect(watched.jobIn(revert.folder).deploy).toBe(deploy);
});
