import { join } from 'node:path';
import { listWorkedOn } from '#core/improvements/executions/list-worked-on.ts';
import type { Reconciled } from '#core/improvements/executions/reconcile.ts';
import { second } from '#core/time.ts';
import { handler as rollBackOnAlarm } from '#functions/alarms/roll-back.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { stores } from '#functions/composition/stores.ts';
import { handler as reconcile } from '#functions/schedule/reconcile.ts';
import { openFleet, type ServiceFleet } from './fleet/fleet.ts';
import { openRequestSample } from './fleet/kept-sample.ts';
import { startVersion } from './fleet/version-process.ts';
import { warmUp } from './fleet/warm-up.ts';
import { watchCanaryAlarm } from './fleet/watch-canary-alarm.ts';
import { type Loop, repeat } from './repeat.ts';
import { exportTree } from './service/export-tree.ts';
import type { IsolationChoice } from './service/isolation.ts';
import { findDependencies } from './service/packages/find-dependencies.ts';
import type { ServiceRepository } from './service/repository.ts';
import { versionToServe } from './service/version-to-serve.ts';
import type { System } from './system.ts';
import { warn } from './warn.ts';

export interface RunningService {
  readonly fleet: ServiceFleet;
  /** What became of the improvements that an earlier instance left unfinished. */
  readonly reconciled: readonly Reconciled[];
  /** Starts the scheduled analysis. */
  startAnalysis(): void;
}

const flushMilliseconds = second;
const alarmSeconds = 3;
const reconcileEvery = 10 * second;

/**
 * Registers a service, starts it behind its proxy, continues what was unfinished, and analyzes it.
 * @param stops receives what has to be stopped, in the order of its start, also if a later part cannot start.
 */
export async function runService(
  system: System,
  repository: ServiceRepository,
  { isolation, acceptsModelCode }: IsolationChoice,
  { names, analysisInterval }: { names?: readonly string[] | undefined; analysisInterval: number },
  stops: (() => unknown)[],
): Promise<RunningService> {
  const { manifest, path, head } = repository;
  const { folder, tokens, apiUrl, background } = system;
  const dependencies = findDependencies(path);
  const { services, improvements } = stores();
  await services.save({
    name: manifest.name,
    manifest,
    repository: path,
    dependencies,
    isolation,
    acceptsModelCode,
    deployment: { kind: 'proxy' },
    alarms: [],
  });

  const token = await tokens.issue(
    { sub: `service:${manifest.name}`, roles: ['service'], service: manifest.name },
    '30d',
  );
  const recorder = {
    IRONCLAW_URL: `${apiUrl}${basePath}`,
    IRONCLAW_TOKEN: token,
    IRONCLAW_FLUSH_MS: String(flushMilliseconds),
  };
  const startIn = async (versions: string, commit: string, variables: Readonly<Record<string, string>>) =>
    startVersion({
      commit,
      manifest,
      tree: await exportTree(path, commit, versions, dependencies),
      dependencies,
      logs: folder.logs,
      owner: folder.root,
      recorder: variables,
    });

  const unfinished = await listWorkedOn(manifest.name, improvements);
  const sample = await openRequestSample(join(folder.requests, `${manifest.name}.jsonl`));
  stops.push(() => sample.close());
  const fleet = await openFleet({
    proxy: {
      port: system.servicePort,
      names,
      patience: manifest.proxy.silenceSeconds * second,
      logs: folder.logs,
      owner: folder.root,
    },
    start: (commit) => startIn(folder.versions, commit, recorder),
    // A tree of its own, because a service may write to its files, and no recorder: nobody waits for its responses.
    startReference: (commit) => startIn(join(folder.versions, 'reference'), commit, {}),
    warm: warmUp,
    initial: versionToServe(head, unfinished),
    sample,
    onDeath: (commit, lastWords) => warn(`version ${commit.slice(0, 7)} ended by itself: ${lastWords}`),
  });
  system.fleets.set(manifest.name, fleet);
  const reconciled = await reconcile({ service: manifest.name, atOnce: true });

  const alarm = watchCanaryAlarm(manifest.name, fleet, rollBackOnAlarm, alarmSeconds);
  stops.push(() => alarm.stop());
  const reconciling = repeat(
    'the reconciliation',
    () => reconcile({ service: manifest.name }),
    reconcileEvery,
  );
  stops.push(() => reconciling.stop());
  let analysis: Loop | undefined;
  stops.push(() => analysis?.stop());
  return {
    fleet,
    reconciled,
    startAnalysis() {
      analysis ??= repeat(
        'the analysis',
        () => background.run('analyze', { service: manifest.name }),
        analysisInterval,
      );
    },
  };
}
