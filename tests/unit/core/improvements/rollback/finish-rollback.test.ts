import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { backupRef } from '#core/improvements/backup.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { finishRollback } from '#core/improvements/rollback/finish-rollback.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import type { Service } from '#core/service/service.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { ScriptedFleet } from '../../../../support/scenarios/scripted-fleet.ts';
import { aService } from '../../../../support/service.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { MemoryMetrics } from '../../performance/memory-metrics.ts';

const now = Date.UTC(2026, 5, 1, 10);
const [before, merge, revert, other] = ['a', 'b', 'd', 'e'].map((letter) => letter.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const rollout: Rollout = {
  baseline: before,
  version: merge,
  comparison: 'concurrent',
  mirror: null,
  stages: [{ weight: 20, since: now - 60_000, until: now - 30_000 }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
};
const promoted: Rollout = {
  ...rollout,
  stages: [{ weight: 100, since: now - 60_000, until: now - 30_000 }],
  judgment: {
    verdict: 'safe',
    reason: 'no sign of a regression',
    logEvidence: -1,
    logThreshold: 4.6,
    isWorthWaiting: false,
  },
};
const backup = {
  at: now - 90_000,
  ref: backupRef('shop-get-prices-1', now - 90_000),
  commit: before,
  version: before,
  runsAs: 'process 1',
};

interface Setup {
  readonly fields?: Partial<Improvement>;
  readonly service?: Partial<Service>;
  readonly serving?: string;
  readonly differs?: readonly string[];
}

async function finish({ fields = {}, service = {}, serving = before, differs = [] }: Setup = {}) {
  const improvement = anImprovement({
    status: 'rolling-back',
    attempt: 1,
    candidate: aCandidate(),
    release: { branch: 'ironclaw/shop-1', commit: 'c'.repeat(40), merge },
    rollout,
    backup,
    reason: 'it was slower',
    ...fields,
  });
  const improvements = MemoryImprovements.of(improvement);
  const services = new MemoryServices();
  await services.save(aService(service));
  const artifacts = folderArtifacts(pathToFileURL(`${temporaryFolder()}/`).href);
  const result = JSON.stringify({ commit: revert, differs });
  await artifacts.write('jobs/revert/shop-get-prices-1/1/out/revert.json', result);
  const scripted = new ScriptedFleet();
  scripted.baseline = serving;
  await finishRollback(improvement.id, {
    improvements,
    services,
    artifacts,
    metrics: new MemoryMetrics(),
    fleet: {
      serving: async () => scripted.serving(),
      launch: () => scripted.launch(),
      shift: async (_, commit, weight) => scripted.shift(commit, weight),
      promote: (_, commit) => scripted.promote(commit),
      withdraw: async () => scripted.withdraw(),
      retire: () => scripted.retire(),
    },
    now: () => now,
  });
  const record = await improvements.load(improvement.id);
  return { record, event: improvements.events.at(-1) };
}

describe('a rollback is verified', () => {
  it('and its record and event say that what served before serves again', async () => {
    const { record, event } = await finish();
    expect(record).toMatchObject({
      status: 'rolled-back',
      reason: 'it was slower',
      restored: { at: now, version: before, runsAs: 'process 1', isExact: true },
      earlier: [{ ended: { decision: 'rolled-back', by: null, at: now } }],
    });
    expect(event?.after).toMatchObject({ status: 'rolled-back', restored: record.restored });
  });

  it('also of a promoted version, which the revert replaces', async () => {
    const { record } = await finish({ fields: { rollout: promoted }, serving: merge });
    expect(record.restored).toMatchObject({ version: revert, isExact: true });
  });

  it('and its reason says so if another version serves', async () => {
    const { record } = await finish({ serving: other });
    expect(record).toMatchObject({ status: 'rolled-back', restored: { version: other, isExact: false } });
    expect(record.reason).toBe(
      'it was slower; version eeeeeee serves, and not aaaaaaa as before the deployment; the branch has the files of aaaaaaa again',
    );
  });

  it('and its reason says so if the revert has later changes, too', async () => {
    const { record } = await finish({
      fields: { rollout: promoted },
      serving: merge,
      differs: ['README.md'],
    });
    expect(record.restored?.isExact).toBe(false);
    expect(record.reason).toContain('later commits changed README.md since aaaaaaa');
  });

  it('only as far as it can be seen, if a pipeline has to deploy the revert', async () => {
    const { record } = await finish({ service: { deployment: { kind: 'pipeline' } }, serving: merge });
    expect(record).toMatchObject({ reason: 'it was slower', restored: { version: null, isExact: null } });
  });

  it('not at all without a backup, as of an earlier version of ours', async () => {
    const { record } = await finish({ fields: { backup: null } });
    expect(record).toMatchObject({ status: 'rolled-back', restored: null });
  });
});
