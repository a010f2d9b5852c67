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
import { warmUp } from './fleet/warm-up.ts';
import { watchCanaryAlarm } from './fleet/watch-canary-alarm.ts';
import { type Loop, repeat } from './repeat.ts';
import type { IsolationChoice } from './service/isolation.ts';
import { findDependencies } from './service/packages/find-dependencies.ts';
import type { ServiceRepository } from './service/repository.ts';
import { startSetup } from './service/setup.ts';
import { versionToServe } from './service/version-to-serve.ts';
import { serviceVersions } from './service-versions.ts';
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

export interface ServiceOptions {
  /** Under which the service is also reachable. */
  readonly names?: readonly string[] | undefined;
  /** In milliseconds. */
  readonly analysisInterval: number;
  /** The service's own, with its secrets. */
  readonly variables: Readonly<Record<string, string>>;
  /** The service's own Node program; null for ours. */
  readonly node: string | null;
}

/**
 * Registers a service, starts it behind its proxy, continues what was unfinished, and analyzes it.
 * @param stops receives what has to be stopped, in the order of its start, also if a later part cannot start.
 */
export async function runService(
  system: System,
  repository: ServiceRepository,
  { isolation, acceptsModelCode }: IsolationChoice,
  { names, analysisInterval, variables, node }: ServiceOptions,
  stops: (() => unknown)[],
): Promise<RunningService> {
  const { manifest, path, head } = repository;
  const { folder, tokens, apiUrl, background } = system;
  const { services, improvements } = stores();
  await services.save({
    name: manifest.name,
    manifest,
    repository: path,
    dependencies: findDependencies(join(path, manifest.directory)),
    node,
    isolation,
    acceptsModelCode,
    deployment: { kind: 'proxy' },
    alarms: [],
  });

  const token = await tokens.issue(
    { sub: `service:${manifest.name}`, roles: ['service'], service: manifest.name },
    '30d',
  );
  const versions = serviceVersions({
    repository,
    folder,
    node,
    variables,
    preload: null,
    recorder: {
      IRONCLAW_URL: `${apiUrl}${basePath}`,
      IRONCLAW_TOKEN: token,
      IRONCLAW_FLUSH_MS: String(flushMilliseconds),
    },
  });

  const unfinished = await listWorkedOn(manifest.name, improvements);
  const sample = await openRequestSample(join(folder.requests, `${manifest.name}.jsonl`));
  stops.push(() => sample.close());
  const initial = versionToServe(head, unfinished);
  const place = await versions.placeOf(initial);
  stops.push(await startSetup({ manifest, place, logs: folder.logs, owner: folder.root }));
  const fleet = await openFleet({
    proxy: {
      port: system.servicePort,
      names,
      patience: manifest.proxy.silenceSeconds * second,
      logs: folder.logs,
      owner: folder.root,
    },
    start: versions.start,
    startReference: versions.startReference,
    warm: warmUp,
    initial,
    sample,
    onDeath: (commit, lastWords) => warn(`version ${commit.slice(0, 7)} ended by itself: ${lastWords}`),
  });
  system.fleets.set(manifest.name, fleet);
  // Before what its versions need is stopped.
  stops.push(() => fleet.stop());
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
