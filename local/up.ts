import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '#core/errors.ts';
import { everyImprovement } from '#core/improvements/every-improvement.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { basePath } from '#functions/api/routes.ts';
import { stores } from '#functions/stores.ts';
import { openDataFolder } from './data-folder/data-folder.ts';
import { markSeen } from './data-folder/set-aside.ts';
import { type Raters, startRaters } from './demo/raters.ts';
import { startTraffic } from './demo/traffic.ts';
import { exampleGoal, type LoopGoal, serviceGoal } from './loop-goal.ts';
import { startRecordedModel } from './model/recorded-model.ts';
import { chooseIsolation } from './service/isolation.ts';
import { openRepository, prepareExample } from './service/repository.ts';
import { type LoopReport, loopReport } from './story/loop-report.ts';
import { tellStory } from './story/tell-story.ts';
import type { Teller } from './story/teller.ts';
import { type SystemOptions, startSystem } from './system.ts';
import { tendService } from './tend-service.ts';

export interface UpOptions {
  /** Folder for everything that outlives a start. */
  readonly data: string;
  /** Wanted port of the API; the service's proxy gets the next one. */
  readonly port: number;
  /** Root of a service's repository; the bundled example where absent. */
  readonly service?: string | undefined;
  /** File of requests to play. */
  readonly traffic?: string | undefined;
  /** Whether to run foreign code where there is no isolation. */
  readonly unprotected: boolean;
  /** Whether a loop that has been seen is to be seen again from its beginning. */
  readonly afresh: boolean;
  /** A real model; the bundled example falls back on recorded answers. */
  readonly model: SystemOptions['model'];
  readonly teller: (goal: LoopGoal) => Teller;
  /** Ends the wait for the loop. */
  readonly signal: AbortSignal;
}

/** The running whole, after its loop has been seen or has failed to be. */
export interface Up {
  readonly report: LoopReport;
  /** Null when the loop was seen, else what it lacked. */
  readonly lacking: string | null;
  readonly api: string;
  readonly service: string;
  readonly token: string;
  stop(): Promise<void>;
}

const bundledExample = fileURLToPath(new URL('../examples/storefront', import.meta.url));
const recordedAnswers = fileURLToPath(new URL('./model/answers', import.meta.url));

/** Demo-sized: a real installation has windows of five minutes. */
const windowSeconds = 5;
const analysisSeconds = 30;
const profileSeconds = 3;
const analysisInterval = 1_500;
/** Traffic before anything is judged, and after the last change. */
const baselineMilliseconds = 8_000;
const settleMilliseconds = 7_000;
const examplePatience = 175_000;
const servicePatience = 600_000;

/** Starts everything, lets the loop run, and answers what was seen. The caller decides when to stop it. */
export async function up(options: UpOptions): Promise<Up> {
  const begun = performance.now();
  const isExample = options.service === undefined;
  const goal = isExample ? exampleGoal : serviceGoal;
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const path =
      options.service === undefined ? openDataFolder(options.data).example : resolve(options.service);
    if (!isExample) await openRepository(path);
    const recorded =
      isExample && !options.model ? await startRecordedModel({ answersFolder: recordedAnswers }) : null;
    if (recorded) stops.push(() => recorded.close());
    const isolation = chooseIsolation({
      isBundledExample: isExample,
      isModelRecorded: recorded !== null,
      acceptsRisk: options.unprotected,
    });
    const system = await startSystem({
      ...options,
      model: recorded ? { url: recorded.url, name: 'recorded-answers' } : options.model,
      windowSeconds,
      analysisSeconds,
      profileSeconds,
    });
    stops.push(() => system.stop());
    if (isExample) await prepareExample(bundledExample, path);
    const repository = await openRepository(path);
    const { name } = repository.manifest;

    const teller = options.teller(goal);
    const storyStart = Date.now();
    const tended = await tendService(system, repository, isolation, {
      servicePort: options.port + 1,
      analysisInterval,
    });
    stops.push(() => tended.stop());
    const api = `${system.apiUrl}${basePath}`;
    const story = tellStory(teller, storyStart);
    stops.push(() => story.end());
    introduce(teller, {
      seconds: (performance.now() - begun) / 1_000,
      api,
      proxy: tended.fleet.proxy.url,
      service: name,
      warning: isolation.warning,
      isRecorded: recorded !== null,
      setAside: system.setAside,
      leftovers: system.leftovers,
      resumed: tended.resumed,
    });

    const trafficStart = Date.now();
    const file = options.traffic ?? (isExample ? join(bundledExample, 'traffic.jsonl') : undefined);
    if (file) {
      const traffic = startTraffic(resolve(file), tended.fleet.proxy.url, system.folder);
      stops.push(() => traffic.stop());
      void traffic.ended.then(
        ({ lastWords, code }) => code && teller.say(`the traffic has ended: ${lastWords}`),
      );
    } else
      teller.say(`send requests to ${tended.fleet.proxy.url}: what is measured there is what is improved`);
    const raters: Raters | null = isExample ? await startRaters(system.apiUrl, system.tokens) : null;
    if (raters) stops.push(() => raters.stop());

    await pause(baselineMilliseconds, options.signal);
    tended.startAnalysis();
    const patience = isExample ? examplePatience : servicePatience;
    const isSeen = await waitFor(name, goal, begun + patience, options.signal, () =>
      teller.progress(`${raters?.events() ?? 0} messages rated, ${story.events()} learning events`),
    );
    const improvements = await everyImprovement(stores().improvements, { service: name });
    const settled = Date.now();
    await pause(settleMilliseconds, options.signal);
    if (isSeen && isExample) markSeen(system.folder.root);

    const firstCanary = Math.min(
      settled,
      ...improvements.map(({ rollout }) => rollout?.stages[0]?.since ?? settled),
    );
    const report = await loopReport({
      manifest: repository.manifest,
      duration: (performance.now() - begun) / 1_000,
      feedback: { events: raters?.events() ?? 0, users: raters?.users ?? [] },
      before: { from: trafficStart, to: firstCanary },
      after: { from: settled, to: Date.now() },
      improvements: improvements.filter(({ status }) => status !== 'opportunity').toReversed(),
      learningEvents: story.events(),
    });
    await teller.end();
    const token = await system.tokens.issue(
      { sub: 'you', roles: ['user', 'viewer', 'operator', 'approver'] },
      '12h',
    );
    return {
      report,
      lacking: isSeen ? missing(report, isExample) : goal.lacking(improvements),
      api,
      service: name,
      token,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The parts that end with no record of their own. */
function missing({ feedback, preferences }: LoopReport, isExample: boolean): string | null {
  if (!isExample) return null;
  if (feedback.events === 0) return 'no feedback arrived';
  return preferences.length === 0 ? 'no preference was learned' : null;
}

async function waitFor(
  service: string,
  goal: LoopGoal,
  deadline: number,
  signal: AbortSignal,
  onLook: () => void,
): Promise<boolean> {
  for (;;) {
    if (goal.isReached(await everyImprovement(stores().improvements, { service }))) return true;
    if (performance.now() > deadline) return false;
    onLook();
    await pause(500, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const interrupt = () => {
      clearTimeout(timer);
      fail(new Unavailable('interrupted.', { code: 'up/interrupted' }));
    };
    if (signal.aborted) return interrupt();
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', interrupt);
      done();
    }, milliseconds);
    signal.addEventListener('abort', interrupt, { once: true });
  });
}

interface Introduction {
  readonly seconds: number;
  readonly api: string;
  readonly proxy: string;
  readonly service: string;
  readonly warning: string | null;
  readonly isRecorded: boolean;
  readonly setAside: string | null;
  readonly leftovers: number;
  readonly resumed: readonly Improvement[];
}

function introduce(teller: Teller, it: Introduction): void {
  teller.say(`ready after ${it.seconds.toFixed(1)} s: API at ${it.api}, ${it.service} at ${it.proxy}`);
  if (it.setAside)
    teller.say(`the loop was seen with earlier data, which is kept in ${it.setAside}; starting afresh`);
  if (it.leftovers > 0) teller.say(`ended ${it.leftovers} processes that an earlier start had left behind`);
  for (const { id, status } of it.resumed)
    teller.say(`unfinished from an earlier start: ${id} was ${status}; going on with it`);
  teller.say(`metrics windows of ${windowSeconds} s here, five minutes in an installation`);
  if (it.isRecorded)
    teller.say('no model is configured: recorded answers, written beforehand, stand in for one');
  if (it.warning) teller.say(it.warning);
}
