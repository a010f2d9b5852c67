import { join } from 'node:path';
import { listWorkedOn } from '#core/improvements/executions/list-worked-on.ts';
import type { Reconciled } from '#core/improvements/executions/reconcile.ts';
import { second } from '#core/time.ts';
import { handler as rollBackOnAlarm } from '#functions/alarms/roll-back.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { stores } from '#functions/composition/stores.ts';
import { handler as reconcile } from '#functions/schedule/reconcile.ts';
import { analyzeInTurns } from './analyze-in-turns.ts';
import { openFleet } from './fleet/fleet.ts';
import { openRequestSample } from './fleet/kept-sample.ts';
import { warmUp } from './fleet/warm-up.ts';
import { watchCanaryAlarm } from './fleet/watch-canary-alarm.ts';
import { preloadFile } from './recorder/preload-file.ts';
import { repeat } from './repeat.ts';
import type { IsolationChoice } from './service/isolation.ts';
import { findDependencies } from './service/packages/find-dependencies.ts';
import type { ServiceRepository } from './service/repository.ts';
import { startSetup } from './service/setup.ts';
import { versionToServe } from './service/version-to-serve.ts';
import { serviceVersions } from './service-versions.ts';
import { openStops, type Stops } from './stops.ts';
import type { System } from './system.ts';
import type { TakeTurn } from './turns.ts';
import { warn } from './warn.ts';

export interface RunningService {
  readonly repository: ServiceRepository;
  /** Where it receives requests. */
  readonly url: string;
  /** When its first request could arrive, in milliseconds since 1970. */
  readonly since: number;
  /** The number of requests that came there. */
  requests(): number;
  /** What became of the improvements that an earlier instance left unfinished. */
  readonly reconciled: readonly Reconciled[];
  /** Ends all its processes; the work on its improvements is left to a later start. */
  stop(): Promise<void>;
}

export interface RunOptions {
  /** Of its proxy; 0 takes any free one. */
  readonly port: number;
  readonly names?: readonly string[] | undefined;
  /** The analyses of all services take turns. */
  readonly takeTurn: TakeTurn;
  /** The service's own, with its secrets. */
  readonly variables: Readonly<Record<string, string>>;
  /** The service's own Node program; null for ours. */
  readonly node: string | null;
  /** Aborts when it is to be stopped, maybe before it runs. */
  readonly signal: AbortSignal;
}

const flushMilliseconds = second;
const alarmSeconds = 3;
const reconcileEvery = 10 * second;

/** Registers a service, starts it behind its proxy, continues what was unfinished, and analyzes it. */
export async function runService(
  system: System,
  repository: ServiceRepository,
  isolation: IsolationChoice,
  options: RunOptions,
): Promise<RunningService> {
  const stops = openStops();
  try {
    return { ...(await startParts(system, repository, isolation, options, stops)), stop: stops.stop };
  } catch (error) {
    await stops.stop();
    throw error;
  }
}

/** @param stops receives what has to be stopped, also if a later part cannot start. */
async function startParts(
  system: System,
  repository: ServiceRepository,
  { isolation, acceptsModelCode }: IsolationChoice,
  { port, names, takeTurn, variables, node, signal }: RunOptions,
  stops: Stops,
): Promise<Omit<RunningService, 'stop'>> {
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
    preload: await preloadFile(),
    signal,
    recorder: {
      IRONCLAW_URL: `${apiUrl}${basePath}`,
      IRONCLAW_TOKEN: token,
      IRONCLAW_FLUSH_MS: String(flushMilliseconds),
    },
  });

  const unfinished = await listWorkedOn(manifest.name, improvements);
  const sample = await openRequestSample(join(folder.requests, `${manifest.name}.jsonl`));
  stops.add(() => sample.close());
  const initial = versionToServe(head, unfinished);
  const place = await versions.placeOf(initial);
  stops.add(await startSetup({ manifest, place, logs: folder.logs, owner: folder.root, signal }));
  const fleet = await openFleet({
    proxy: {
      service: manifest.name,
      port,
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
  stops.add(() => system.fleets.delete(manifest.name));
  stops.add(() => fleet.stop());
  stops.add(() => leaveWork(manifest.name, system));
  const since = Date.now();
  const reconciled = await reconcile({ service: manifest.name, atOnce: true });

  const alarm = watchCanaryAlarm(manifest.name, fleet, rollBackOnAlarm, alarmSeconds);
  stops.add(() => alarm.stop());
  const reconciling = repeat(
    `the reconciliation of ${manifest.name}`,
    () => reconcile({ service: manifest.name }),
    reconcileEvery,
  );
  stops.add(() => reconciling.stop());
  const analysis = analyzeInTurns(manifest.name, background, takeTurn);
  stops.add(() => analysis.stop());
  return { repository, url: fleet.proxy.url, since, requests: fleet.passed, reconciled };
}

/** What works on its improvements would miss its fleet, and call that a failure of the fix. */
async function leaveWork(service: string, system: System): Promise<void> {
  const unfinished = await listWorkedOn(service, stores().improvements).catch(() => []);
  for (const { id } of unfinished) await system.leave(id);
}
