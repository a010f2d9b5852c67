import { join } from 'node:path';
import type { Improvement } from '#core/improvements/improvement.ts';
import { second } from '#core/time.ts';
import { handler as rollBackOnAlarm } from '#functions/alarms/roll-back.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { stores } from '#functions/composition/stores.ts';
import { workflow } from '#functions/composition/workflow.ts';
import { openFleet, type ServiceFleet } from './fleet/fleet.ts';
import { startVersion } from './fleet/version-process.ts';
import { warmUp } from './fleet/warm-up.ts';
import { watchCanaryAlarm } from './fleet/watch-canary-alarm.ts';
import { type Loop, repeat } from './repeat.ts';
import { findUnfinished, resume, versionToServe } from './resume-unfinished.ts';
import type { IsolationChoice } from './service/isolation.ts';
import { exportTree, findDependencies, type ServiceRepository } from './service/repository.ts';
import type { System } from './system.ts';
import { warn } from './warn.ts';

export interface RunningService {
  readonly fleet: ServiceFleet;
  /** Improvements that an earlier instance left unfinished and this one continues. */
  readonly resumed: readonly Improvement[];
  /** Starts the scheduled analysis. */
  startAnalysis(): void;
  stop(): Promise<void>;
}

const flushMilliseconds = second;
const alarmSeconds = 3;

/** Registers a service, starts it behind its proxy, continues what was unfinished, and analyzes it. */
export async function runService(
  system: System,
  repository: ServiceRepository,
  { isolation, acceptsModelCode }: IsolationChoice,
  { names, analysisInterval }: { names?: readonly string[] | undefined; analysisInterval: number },
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

  const unfinished = await findUnfinished(manifest.name, improvements);
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
    onDeath: (commit, lastWords) => warn(`version ${commit.slice(0, 7)} ended by itself: ${lastWords}`),
  });
  system.fleets.set(manifest.name, fleet);
  for (const improvement of unfinished) await resume(improvement, workflow());

  const alarm = watchCanaryAlarm(manifest.name, fleet, rollBackOnAlarm, alarmSeconds);
  let analysis: Loop | undefined;
  return {
    fleet,
    resumed: unfinished,
    startAnalysis() {
      analysis ??= repeat(
        'the analysis',
        () => background.run('analyze', { service: manifest.name }),
        analysisInterval,
      );
    },
    async stop() {
      await Promise.all([alarm.stop(), analysis?.stop()]);
    },
  };
}
