import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Conflict } from '#core/errors.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { openDataFolder } from './data-folder/data-folder.ts';
import { readTimedRequests } from './demo/timed-requests.ts';
import { exampleGoal, serviceGoal } from './loop-goal.ts';
import { startRecordedModel } from './model/recorded-model.ts';
import { printIntroduction } from './progress/print-introduction.ts';
import { type PrintedProgress, printProgress } from './progress/print-progress.ts';
import type { ProgressPrinter } from './progress/progress-printer.ts';
import { chooseIsolation, hasBubblewrap } from './service/isolation.ts';
import { prepareExample } from './service/prepare-example.ts';
import { readSecrets } from './service/resolve-variables.ts';
import type { ManagedService, RunningDesk } from './services/running-desk.ts';
import { startServices } from './services/start-services.ts';
import { wantedServices } from './services/wanted-services.ts';
import { startSelfTest } from './start-self-test.ts';
import type { Stops } from './stops.ts';
import { startLearning } from './stream/start-learning.ts';
import { type System, startSystem } from './system.ts';
import type { UpOptions } from './up-options.ts';

export const bundledExample = fileURLToPath(new URL('../examples/storefront', import.meta.url));
const recordedAnswers = fileURLToPath(new URL('./model/answers', import.meta.url));

/** For a demo: an installation has windows of 5 minutes. */
const windowSeconds = 5;
const analysisSeconds = 30;
const profileSeconds = 3;

/** Everything that runs before the first request. */
export interface StartedParts {
  readonly system: System;
  readonly printer: ProgressPrinter;
  readonly progress: PrintedProgress;
  readonly desk: RunningDesk;
  /** Null if it does not run. */
  readonly storefront: ManagedService | null;
  /** The services that this start was told to run. */
  readonly named: readonly ManagedService[];
}

/**
 * Starts the stand-ins, the services behind their proxies, and the printed progress.
 * @param stops receives what has to be stopped.
 * @throws InvalidInput, Conflict, Unavailable if a named service, the requests or the machine are not usable.
 */
export async function startEverything(
  options: UpOptions,
  begun: number,
  stops: Stops,
): Promise<StartedParts> {
  const folder = openDataFolder(options.data);
  // Checked before anything is started, so that wrong input is reported at once.
  const secrets = readSecrets({ ...process.env }, options.envFile);
  const wanted = await wantedServices(options, folder, secrets);
  const { hasStorefront, named, added } = wanted;
  if (options.traffic !== undefined) await readTimedRequests(resolve(options.traffic));
  const recorded =
    hasStorefront && !options.model ? await startRecordedModel({ answersFolder: recordedAnswers }) : null;
  if (recorded) stops.add(() => recorded.close());
  const isolationOf = (isBundledExample: boolean) =>
    chooseIsolation({
      isBundledExample,
      isModelRecorded: recorded !== null,
      acceptsRisk: options.unprotected,
    });
  const chosen = [hasStorefront, ...named.map(() => false)].map(isolationOf);
  if (options.agent) assertBoxes();
  const system = await startSystem({
    ...options,
    // With other services there, the data is not the storefront's alone.
    startsAgain: options.once && added.length === 0,
    model: recorded ? { url: recorded.url, name: 'recorded-answers' } : options.model,
    windowSeconds,
    analysisSeconds,
    profileSeconds,
  });
  stops.add(() => system.stop());
  const learning = await startLearning(system.folder, system.background);
  stops.add(() => learning.stop());
  const selfTest = startSelfTest(system.background);
  stops.add(() => selfTest.stop());
  if (hasStorefront) await prepareExample(bundledExample, system.folder.example);

  const ownGoals = (named.length + added.length) * serviceGoal.improvements;
  const printer = options.printer(ownGoals + (hasStorefront ? exampleGoal.improvements : 0));
  const storyStart = Date.now();
  const started = await startServices(system, wanted, { ...options, printer, isolationOf, secrets });
  stops.add(() => started.desk.stop());
  const progress = printProgress(printer, storyStart);
  stops.add(() => progress.end());
  printIntroduction(printer, {
    seconds: (performance.now() - begun) / 1_000,
    api: `${system.apiUrl}${basePath}`,
    services: await started.desk.list(),
    windowSeconds,
    isTrial: options.isTrial,
    warning: chosen.find(({ warning }) => warning !== null)?.warning ?? null,
    model: recorded ? 'recorded' : options.model ? 'configured' : 'none',
    setAside: system.setAside,
    leftovers: system.leftovers,
  });
  return { system, printer, progress, ...started };
}

function assertBoxes(): void {
  if (hasBubblewrap()) return;
  throw new Conflict(
    'an agent runs in its box or not at all, and bubblewrap does not work here: install it (apt-get install bubblewrap).',
    { code: 'agent/no-isolation' },
  );
}
