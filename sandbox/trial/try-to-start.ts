import { setTimeout as delay } from 'node:timers/promises';
import type { Listening, StartFault } from '#core/service/trial.ts';
import { second } from '#core/time.ts';
import type { Ending } from '../isolation/run-isolated.ts';
import type { StartedService } from '../isolation/sandbox.ts';
import { openClient } from '../verify/client.ts';
import { describeEnding } from '../verify/service.ts';
import { askPaths, type Response } from './ask-paths.ts';
import { errorLine } from './error-line.ts';
import { placesIn, preloaded } from './listening.ts';
import { speaksTls } from './speaks-tls.ts';
import type { Attempt, Attempted } from './try-line.ts';

/** The share of the time for its start for which a service may listen elsewhere only. */
const settled = 0.5;

interface Seen {
  readonly ending: Ending | null;
  readonly listens: readonly Listening[];
  readonly best: Response | null;
}

/** Starts the service as production would, and asks its paths until one responds with a status below 500. */
export async function tryToStart({ job, line, sandbox, tree }: Attempt): Promise<Attempted> {
  const { manifest, paths, preload } = job;
  const started = await sandbox.start({ tree, line, environment: (out) => preloaded(preload, out) });
  const { startSeconds, setup } = sandbox.settings;
  const seen = await watch(started, paths, {
    start: startSeconds * second,
    setup: (setup?.seconds ?? 0) * second,
  });
  const fault = await faultOf(seen, started);
  await started.stop();
  const { output } = seen.ending ?? (await started.ended);
  const { listens, best } = seen;
  return {
    result: fault === null ? 'works' : 'fails',
    fault,
    detail: describe(line, seen, fault, manifest.startSeconds),
    output,
    listens: [...listens],
    health: fault === null ? best : null,
  };
}

async function faultOf(
  { ending, listens, best }: Seen,
  { socket, port }: StartedService,
): Promise<StartFault | null> {
  if (ending !== null) return 'ended';
  if (best !== null) return best.status < 500 ? null : 'fails';
  if (await speaksTls(socket)) return 'tls';
  return isElsewhere(listens, port) ? 'elsewhere' : 'silent';
}

const isElsewhere = (listens: readonly Listening[], port: number): boolean =>
  listens.length > 0 && !listens.some((place) => 'port' in place && place.port === port);

/** Milliseconds that the setup may take, and then the service. */
interface Patience {
  readonly setup: number;
  readonly start: number;
}

async function watch(started: StartedService, paths: readonly string[], patience: Patience): Promise<Seen> {
  const client = openClient(started.socket, {});
  let ending: Ending | null = null;
  const ended = started.ended.then((how) => {
    ending = how;
  });
  const began = performance.now();
  let setUpAt: number | null = null;
  let elsewhereAt: number | null = null;
  try {
    for (;;) {
      const now = performance.now();
      // Setup that starts a database leaves its port open.
      const ofSetup = started.portsOfSetup();
      if (ofSetup !== null) setUpAt ??= now;
      const isOfService = (place: Listening) => !('port' in place && ofSetup?.includes(place.port));
      const listens = ofSetup === null ? [] : placesIn(started).filter(isOfService);
      const best = ending === null ? await askPaths(client, paths) : null;
      elsewhereAt = best === null && isElsewhere(listens, started.port) ? (elsewhereAt ?? now) : null;
      const isSettled = elsewhereAt !== null && now > elsewhereAt + settled * patience.start;
      const isLate = now > (setUpAt ?? began + patience.setup) + patience.start;
      if (ending !== null || isSettled || isLate || (best !== null && best.status < 500))
        return { ending, listens, best };
      await Promise.race([delay(setUpAt === null ? 25 : 100), ended]);
    }
  } finally {
    client.close();
  }
}

function describe(
  line: string,
  { ending, listens, best }: Seen,
  fault: StartFault | null,
  seconds: number,
): string {
  if (ending !== null) return describeEnd(line, ending);
  const asked = `GET ${best?.path} gave ${best?.status}`;
  switch (fault) {
    case 'fails':
      return `it starts, but fails every request: ${asked}; name a path that responds with \`health\`.`;
    case 'tls':
      return 'it speaks TLS on its port; start it with plain HTTP, as behind a proxy that ends TLS, with a variable in `env` or another `start`.';
    case 'silent':
      return listens.length === 0
        ? `it did not listen within ${seconds} s; \`startSeconds\` gives it more time.`
        : `it listens on its port, but did not respond within ${seconds} s; \`startSeconds\` gives it more time.`;
    case 'elsewhere': {
      const [place] = listens.map((one) => ('port' in one ? `port ${one.port}` : one.path));
      return `it listens on ${place}, and not on the port in PORT.`;
    }
    default:
      return `${asked}.`;
  }
}

/** One that prints an error and ends with 0 did not mean to go on in the background. */
function describeEnd(line: string, ending: Ending): string {
  const error = errorLine(ending.output);
  if (ending.killed === null && ending.code === 0 && error === null)
    return `\`${line}\` ended at once with code 0; a start line stays in the foreground while it serves.`;
  return describeEnding({ ...ending, output: error ?? ending.output });
}
