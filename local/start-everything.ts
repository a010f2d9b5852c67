import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Conflict, InvalidInput } from '#core/errors.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { openDataFolder } from './data-folder/data-folder.ts';
import { exampleGoal, type LoopGoal, serviceGoal } from './loop-goal.ts';
import { startRecordedModel } from './model/recorded-model.ts';
import { chooseNode } from './node-versions/choose-node.ts';
import { printIntroduction } from './progress/print-introduction.ts';
import { type PrintedProgress, printProgress } from './progress/print-progress.ts';
import type { ProgressPrinter } from './progress/progress-printer.ts';
import { type RunningService, runService } from './run-service.ts';
import { chooseIsolation } from './service/isolation.ts';
import { assertInstalled } from './service/packages/assert-installed.ts';
import { prepareExample } from './service/prepare-example.ts';
import { openRepository, type ServiceRepository } from './service/repository.ts';
import { readSecrets, resolveVariables, type Secrets } from './service/resolve-variables.ts';
import { startSelfTest } from './start-self-test.ts';
import { startLearning } from './stream/start-learning.ts';
import { type System, startSystem } from './system.ts';
import type { UpOptions } from './up-options.ts';

export const bundledExample = fileURLToPath(new URL('../examples/storefront', import.meta.url));
const recordedAnswers = fileURLToPath(new URL('./model/answers', import.meta.url));

/** For a demo: an installation has windows of 5 minutes. */
const windowSeconds = 5;
const analysisSeconds = 30;
const profileSeconds = 3;
const analysisInterval = 1_500;

/** Everything that runs before the first request. */
export interface StartedParts {
  readonly isExample: boolean;
  readonly goal: LoopGoal;
  readonly system: System;
  readonly repository: ServiceRepository;
  readonly printer: ProgressPrinter;
  readonly running: RunningService;
  readonly progress: PrintedProgress;
}

/**
 * Starts the stand-ins, the service behind its proxy, and the printed progress.
 * @param stops receives what has to be stopped, in the order of its start.
 * @throws InvalidInput, Conflict, Unavailable if the repository, the requests or the machine are not usable.
 */
export async function startEverything(
  options: UpOptions,
  begun: number,
  stops: (() => unknown)[],
): Promise<StartedParts> {
  const isExample = options.service === undefined;
  const goal = isExample ? exampleGoal : serviceGoal;
  const path =
    options.service === undefined ? openDataFolder(options.data).example : resolve(options.service);
  // Checked before anything is started, so that wrong input is reported at once.
  const secrets = readSecrets({ ...process.env }, options.envFile);
  if (!isExample) assertReady(await openRepository(path), secrets);
  if (options.traffic !== undefined) assertRequests(resolve(options.traffic));
  const recorded =
    isExample && !options.model ? await startRecordedModel({ answersFolder: recordedAnswers }) : null;
  if (recorded) stops.push(() => recorded.close());
  const isolation = chooseIsolation({
    isBundledExample: isExample,
    isModelRecorded: recorded !== null,
    acceptsRisk: options.unprotected,
  });
  if (options.agent && isolation.isolation !== 'bubblewrap')
    throw new Conflict(
      'an agent runs in its box or not at all, and bubblewrap does not work here: install it (apt-get install bubblewrap).',
      { code: 'agent/no-isolation' },
    );
  const system = await startSystem({
    ...options,
    startsAgain: options.once,
    model: recorded ? { url: recorded.url, name: 'recorded-answers' } : options.model,
    windowSeconds,
    analysisSeconds,
    profileSeconds,
  });
  stops.push(() => system.stop());
  const learning = await startLearning(system.folder, system.background);
  stops.push(() => learning.stop());
  const selfTest = startSelfTest(system.background);
  stops.push(() => selfTest.stop());
  if (isExample) await prepareExample(bundledExample, path);
  const repository = await openRepository(path);

  const printer = options.printer(goal);
  const storyStart = Date.now();
  const { names } = options;
  const { manifest } = repository;
  const say = (text: string) => printer.say(text);
  const settings = {
    names,
    analysisInterval,
    variables: resolveVariables(manifest.env, secrets),
    node: await chooseNode({ repository, own: system.folder.nodes, say }),
  };
  const running = await runService(system, repository, isolation, settings, stops);
  const progress = printProgress(printer, storyStart);
  stops.push(() => progress.end());
  printIntroduction(printer, {
    seconds: (performance.now() - begun) / 1_000,
    api: `${system.apiUrl}${basePath}`,
    proxy: running.fleet.proxy.url,
    service: manifest.name,
    windowSeconds,
    warning: isolation.warning,
    notices: repository.notices,
    isRecorded: recorded !== null,
    setAside: system.setAside,
    leftovers: system.leftovers,
    reconciled: running.reconciled,
  });
  return { isExample, goal, system, repository, printer, running, progress };
}

function assertReady({ path, manifest }: ServiceRepository, secrets: Secrets): void {
  resolveVariables(manifest.env, secrets);
  assertInstalled(path, join(path, manifest.directory));
}

function assertRequests(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  throw new InvalidInput(`there is no file ${file} with requests to play.`, { code: 'traffic/no-file' });
}
