import { setTimeout as delay } from 'node:timers/promises';
import type { Listening } from '#core/service/trial.ts';
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
  const isTls = seen.ending === null && seen.best === null && (await speaksTls(started.socket));
  await started.stop();
  const { output } = seen.ending ?? (await started.ended);
  const { listens, best } = seen;
  const works = best !== null && best.status < 500;
  return {
    result: works ? 'works' : 'fails',
    detail: isTls ? tlsSentence : describe(line, seen, manifest.startSeconds),
    output,
    listens: [...listens],
    health: works ? best : null,
  };
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

const tlsSentence =
  'it speaks TLS on its port; start it with plain HTTP, as behind a proxy that ends TLS, with a variable in `env` or another `start`.';

function describe(line: string, { ending, listens, best }: Seen, seconds: number): string {
  // One that prints an error and ends with 0 did not mean to go on in the background.
  if (ending?.killed === null && ending.code === 0 && errorIn(ending.output) === ending.output)
    return `\`${line}\` ended at once with code 0; a start line stays in the foreground while it serves.`;
  if (ending !== null) return describeEnding({ ...ending, output: errorIn(ending.output) });
  if (best !== null && best.status < 500) return `GET ${best.path} gave ${best.status}.`;
  if (best !== null)
    return `it starts, but fails every request: GET ${best.path} gave ${best.status}; name a path that responds with \`health\`.`;
  const place = listens.map((one) => ('port' in one ? `port ${one.port}` : one.path))[0];
  if (place === undefined)
    return `it did not listen within ${seconds} s; \`startSeconds\` gives it more time.`;
  return `it listens on ${place}, and not on the port in PORT.`;
}

/** The line that names an error, without the stack below it; the whole output where there is none. */
function errorIn(output: string): string {
  const lines = output.split('\n');
  return lines.find((line) => /\b\w*(?:Error|Exception)\b.*:/.test(line)) ?? output;
}
