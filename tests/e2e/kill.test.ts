import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sha256 } from '#adapters/dynamodb/event-log.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import type { Status } from '#core/improvements/status.ts';
import { type Api, openApi } from '../support/api.ts';
import { git, subjects } from '../support/git.ts';
import { type Ironclaw, startIronclaw } from '../support/ironclaw.ts';
import { processesOf, versionsOf } from '../support/processes.ts';
import { keptFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { makeTicker, tickerManifest, upOn } from '../support/ticker.ts';
import { until } from '../support/until.ts';

/*
 * Kills the process without a chance to clean up, at each stage of an improvement with work in progress. The next
 * instance must bring the improvement to an end at which the record, the branch and the traffic agree.
 */

/** A repository and its data in one folder, so that both can be copied. */
interface Place {
  readonly repository: string;
  readonly data: string;
}

interface Running extends Ironclaw {
  readonly api: Api;
}

const placeIn = (folder: string): Place => ({
  repository: join(folder, 'ticker'),
  data: join(folder, 'data'),
});

async function start({ repository, data }: Place): Promise<Running> {
  const ironclaw = startIronclaw(upOn(repository, data));
  return { ...ironclaw, api: await openApi(await ironclaw.ready(), data) };
}

async function reached(api: Api, ...statuses: readonly Status[]): Promise<string> {
  let last: unknown;
  const found = await until(
    `an improvement is ${statuses.join(' or ')}`,
    async () => {
      const improvements = await api.improvements();
      last = improvements.map(({ status, reason }) => `${status}: ${reason}`);
      return improvements.find(({ status }) => statuses.includes(status));
    },
    { patience: 90_000, hint: () => `found ${JSON.stringify(last)}` },
  );
  return found.id;
}

/** Kills the process at a status, starts another one, and waits until the improvement ends. @returns the record then. */
async function killAndRestart(place: Place, running: Running, status: Status): Promise<Improvement> {
  const id = await reached(running.api, status);
  await running.end('SIGKILL');
  const restarted = await start(place);
  expect(restarted.stderr()).toContain(
    `continuing ${id}, which was ${status} when the earlier instance ended`,
  );
  const improvement = await until(
    `${id} ends`,
    async () => {
      const found = await restarted.api.improvement(id);
      return ['applied', 'rolled-back', 'rejected'].includes(found.status) && found;
    },
    { patience: 180_000 },
  );

  await expectAgreement(place, improvement);
  await expectUnbrokenChain(restarted.api, improvement);
  await restarted.end('SIGINT');
  expect(processesOf(place.data)).toEqual([]);
  return improvement;
}

async function expectAgreement(
  { repository, data }: Place,
  { id, status, backup, restored }: Improvement,
): Promise<void> {
  const merge = `Merge branch 'ironclaw/${id}'`;
  const [newest, ...older] = subjects(repository);
  if (status === 'applied') expect([newest, ...older]).toEqual([merge, 'As it was bought']);
  if (status === 'rolled-back') {
    expect(newest).toMatch(/^Revert/);
    expect(older).toEqual([merge, 'As it was bought']);
  }
  if (status === 'rejected') expect([newest]).toEqual(['As it was bought']);
  expect(git(repository, 'status', '--porcelain')).toBe('');
  // Besides the backup of each deployment nothing of ours stays.
  const served = backup === null ? '' : `${backup.ref} ${backup.commit}`;
  expect(git(repository, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/ironclaw/')).toBe(served);
  if (backup?.commit)
    expect(git(repository, 'log', '-1', '--format=%s', backup.commit)).toBe('As it was bought');
  if (status === 'rolled-back') expect(restored).toMatchObject({ isExact: true });

  const [serving] = await until('one version serves', () => {
    const versions = versionsOf(data);
    return versions.length === 1 && versions;
  });
  expect(git(repository, 'rev-parse', `${serving}^{tree}`)).toBe(git(repository, 'rev-parse', 'main^{tree}'));
}

async function expectUnbrokenChain(api: Api, { id, lastEvent }: Improvement): Promise<void> {
  const events = await api.eventsOf(id);
  expect(verifyChain(events, sha256)).toBeNull();
  expect(events.at(-1)).toMatchObject(lastEvent ?? {});
}

test('killed while it writes the fix, it continues and ships it', async () => {
  const place = placeIn(temporaryFolder());
  makeTicker(place.repository);

  const { status } = await killAndRestart(place, await start(place), 'generating');

  expect(status).toBe('applied');
});

test('killed while it tests the fix, it tests it again and ships it', async () => {
  const place = placeIn(temporaryFolder());
  makeTicker(place.repository);

  const { status } = await killAndRestart(place, await start(place), 'testing');

  expect(status).toBe('applied');
});

/** A proven fix that waits for its approval: prepared once, and copied for each test. */
const waiting = keptFolder();
let isPrepared = false;

afterAll(() => rmSync(waiting, { recursive: true }));

async function prepareWaiting(): Promise<void> {
  const place = placeIn(waiting);
  makeTicker(place.repository, {
    'ironclaw.json': JSON.stringify({ ...tickerManifest(), policy: { automaticAbove: 1 } }),
  });
  const running = await start(place);
  await reached(running.api, 'awaiting-approval');
  await running.end('SIGINT');
  isPrepared = true;
}

/** Starts on a copy of the waiting fix, and approves it. */
async function startApproved(): Promise<{ place: Place; running: Running; id: string }> {
  if (!isPrepared) await prepareWaiting();
  const folder = temporaryFolder();
  cpSync(waiting, folder, { recursive: true, verbatimSymlinks: true });
  const place = placeIn(folder);
  const running = await start(place);
  const id = await reached(running.api, 'awaiting-approval');
  const { candidate } = await running.api.improvement(id);
  await running.api.post(`/improvements/${id}/approve`, {
    candidateHash: candidate?.hash,
    reason: 'the report is convincing',
  });
  return { place, running, id };
}

test('killed while it merges the fix, it merges it once and ships it', async () => {
  const { place, running } = await startApproved();

  const { status } = await killAndRestart(place, running, 'deploying');

  expect(status).toBe('applied');
});

test('killed while a canary has a share of the requests, it restarts the rollout', async () => {
  const { place, running } = await startApproved();

  const { status, rollout } = await killAndRestart(place, running, 'watching');

  expect(status).toBe('applied');
  expect(rollout?.stages.map(({ weight }) => weight)).toEqual([20, 50, 100]);
});

test('killed while it rolls a canary back, it completes the rollback', async () => {
  const { place, running, id } = await startApproved();
  await reached(running.api, 'watching');
  await running.api.post(`/improvements/${id}/rollback`, { reason: 'the support line is ringing' });

  const { status, reason } = await killAndRestart(place, running, 'rolling-back');

  expect(status).toBe('rolled-back');
  expect(reason).toBe('the support line is ringing');
});

test('a promoted version also leaves the traffic if an operator rolls it back later', async () => {
  const { place, running, id } = await startApproved();
  await reached(running.api, 'applied');
  await running.api.post(`/improvements/${id}/rollback`, { reason: 'nobody asked for it' });

  await reached(running.api, 'rolled-back');

  await expectAgreement(place, await running.api.improvement(id));
  await running.end('SIGINT');
});
