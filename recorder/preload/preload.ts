import { attempt } from '../attempt.ts';
import { serving } from '../frameworks/current-request.ts';
import { watchFastify } from '../frameworks/fastify.ts';
import { watchHono } from '../frameworks/hono.ts';
import { watchKoa } from '../frameworks/koa.ts';
import { measureRequest } from '../measure-request.ts';
import { optionsFromEnvironment } from '../options-from-environment.ts';
import { type StartedRecorder, startRecorder } from '../start-recorder.ts';
import { warn } from '../warn.ts';
import { atListen } from './at-listen.ts';
import { isHttp, type MeasureRequest, measureHttp2, measureServers } from './measure-servers.ts';
import { movePort } from './move-port.ts';
import { sendAtExit } from './send-at-exit.ts';
import { writeListens } from './write-listens.ts';

const loaded = Symbol.for('ironclaw.recorder');

/**
 * Measures every HTTP server of this process, and moves and writes down what it listens on, as the environment says:
 *
 * - `IRONCLAW_URL`, `IRONCLAW_TOKEN`, `IRONCLAW_VERSION` and `IRONCLAW_FLUSH_MS` as in `recorderFromEnvironment`; without a URL nothing
 *   is measured. `IRONCLAW_SERVICE` is the service's name, `IRONCLAW_ROOT` the root of its repository.
 * - `IRONCLAW_PORT_INSTEAD_OF`: a server that listens on this port listens on `PORT` instead.
 * - `IRONCLAW_LISTENS`: a file to which a line is appended for each server that listens.
 *
 * Until a server gets a request it opens and sends nothing, so that other programs of the same environment run as they would.
 *
 * @param file of this program.
 */
export function preload(environment: NodeJS.ProcessEnv, file: string): void {
  try {
    install(environment, file);
  } catch (error) {
    warnOf(error); // such as prototypes that another preload froze
  }
}

function install(environment: NodeJS.ProcessEnv, file: string): void {
  const realm = globalThis as { [loaded]?: true };
  if (realm[loaded]) return;
  realm[loaded] = true;
  const measure = environment.IRONCLAW_URL ? measuring(environment, file) : null;
  const { IRONCLAW_LISTENS: listens } = environment;
  atListen({
    move: moveIn(environment),
    before(server) {
      if (listens) writeListens(listens, server);
      if (!measure || !isHttp(server)) return;
      attempt(() => measureHttp2(server, measure));
      attempt(watchKoa);
      attempt(() => watchHono(process.argv[1] ?? ''));
    },
  });
  if (!measure) return;
  watchFastify();
  measureServers(measure);
}

function measuring(environment: NodeJS.ProcessEnv, file: string): MeasureRequest {
  let recorder: StartedRecorder | null | undefined;
  return (req, res, work) => {
    if (recorder === undefined) recorder = start(environment, file);
    return recorder ? measureRequest(recorder.observer, req, res, () => serving(req, work)) : work();
  };
}

/** `null` if what the environment says cannot be used, after a warning. */
function start(environment: NodeJS.ProcessEnv, file: string): StartedRecorder | null {
  const { IRONCLAW_SERVICE: service = '', IRONCLAW_ROOT: root = process.cwd() } = environment;
  try {
    if (service === '') throw new TypeError('IRONCLAW_SERVICE must be the name of the service.');
    const options = { ...optionsFromEnvironment(environment), service, root };
    const recorder = startRecorder(options);
    sendAtExit(options, () => recorder.takeUnsent(), file);
    return recorder;
  } catch (error) {
    warnOf(error);
    return null;
  }
}

const warnOf = (error: unknown) =>
  warn(`Nothing is recorded: ${error instanceof Error ? error.message : String(error)}`);

function moveIn({
  IRONCLAW_PORT_INSTEAD_OF: from,
  PORT: to,
}: NodeJS.ProcessEnv): Parameters<typeof atListen>[0]['move'] {
  return Number(from) > 0 && Number(to) > 0 ? movePort(Number(from), Number(to)) : (args) => args;
}
