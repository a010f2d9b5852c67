import { setTimeout as delay } from 'node:timers/promises';
import type { Listening, StartFault } from '#core/service/trial.ts';
import { second } from '#core/time.ts';
import type { Ending } from '../isolation/run-isolated.ts';
import type { StartedService } from '../isolation/sandbox.ts';
import { openClient } from '../verify/client.ts';
import { describeEnding } from '../verify/service.ts';
import { askPaths, type Response } from './ask-paths.ts';
import { placesIn, preloaded } from './listening.ts';
import { speaksTls } from './speaks-tls.ts';
import type { Attempt, Attempted } from './try-line.ts';

/** A service that listens elsewhere, or fails every request, is not waited for much longer. */
const settled = 3 * second;

interface Seen {
  readonly ending: Ending | null;
  readonly listens: readonly Listening[];
  readonly best: Response | null;
}

/** Starts the service as production would, and asks its paths until one responds with a status below 500. */
export async function tryToStart({ job, line, sandbox, tree }: Attempt): Promise<Attempted> {
  const { manifest, paths, preload } = job;
  const started = await sandbox.start({ tree, line, environment: (out) => preloaded(preload, out) });
  const seen = await watch(started, paths, manifest.startSeconds * second);
  const fault = await faultOf(seen, started.socket);
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

async function faultOf({ ending, listens, best }: Seen, socket: string): Promise<StartFault | null> {
  if (ending !== null) return 'ended';
  if (best !== null) return best.status < 500 ? null : 'fails';
  if (await speaksTls(socket)) return 'tls';
  return listens.length === 0 ? 'silent' : 'elsewhere';
}

async function watch(started: StartedService, paths: readonly string[], patience: number): Promise<Seen> {
  const client = openClient(started.socket, {});
  let ending: Ending | null = null;
  const ended = started.ended.then((how) => {
    ending = how;
  });
  const deadline = performance.now() + patience;
  let firstSign: number | null = null;
  try {
    for (;;) {
      const listens = placesIn(started);
      const best = ending === null ? await askPaths(client, paths) : null;
      if (listens.length > 0 || best !== null) firstSign ??= performance.now();
      const now = performance.now();
      const isSettled = firstSign !== null && now > firstSign + settled;
      if (ending !== null || isSettled || now > deadline || (best !== null && best.status < 500))
        return { ending, listens, best };
      await Promise.race([delay(100), ended]);
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
      return `it did not listen within ${seconds} s; \`startSeconds\` gives it more time.`;
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
  const isInBackground =
    ending.killed === null && ending.code === 0 && errorIn(ending.output) === ending.output;
  if (isInBackground)
    return `\`${line}\` ended at once with code 0; a start line stays in the foreground while it serves.`;
  return describeEnding({ ...ending, output: errorIn(ending.output) });
}

/** The line that names an error, without the stack below it; the whole output where there is none. */
function errorIn(output: string): string {
  const lines = output.split('\n');
  return lines.find((line) => /\b\w*(?:Error|Exception)\b.*:/.test(line)) ?? output;
}
