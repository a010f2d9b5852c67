import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Api, apiWith, tokenOf } from '../../tests/support/api.ts';
import { type Conditions, type Ironclaw, startProgram } from '../../tests/support/program.ts';
import { upOn } from '../../tests/support/ticker.ts';
import { signal } from './signal.ts';

/** A repository and its data on a disk of their own, and the output of the instances beside it. */
export interface Place {
  readonly folder: string;
  readonly disk: string;
  readonly repository: string;
  readonly data: string;
  readonly log: string;
}

export const placeIn = (folder: string): Place => ({
  folder,
  disk: join(folder, 'disk'),
  repository: join(folder, 'disk', 'ticker'),
  data: join(folder, 'disk', 'data'),
  log: join(folder, 'instance.log'),
});

/** An instance that is started again after each of its ends, on the same data. */
export interface Instance {
  readonly place: Place;
  readonly api: Api;
  /** Of the API, as the command prints it. */
  readonly url: string;
  /** The address of the service. */
  readonly service: string;
  readonly token: string;
  readonly pid: number;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Ends it as an operator does. @returns its exit code; null if it was killed. */
  stop(): Promise<number | null>;
  /** Starts it again, and waits until it is ready. */
  start(conditions?: Conditions): Promise<void>;
}

/** @throws Error with the program's output if it ends before it is ready. */
export async function openInstance(place: Place): Promise<Instance> {
  let program: Ironclaw;
  let url: string;

  async function start(conditions?: Conditions): Promise<void> {
    const started = startProgram(upOn(place.repository, place.data), conditions);
    program = started;
    const end = () => signal(started.pid, 'SIGKILL');
    process.once('exit', end);
    void started.ended.then(({ code, stderr }) => {
      process.off('exit', end);
      appendFileSync(place.log, `${stderr}== ended with ${code ?? 'a signal'} ==\n`);
    });
    url = await started.ready();
  }

  await start();
  const token = await tokenOf(place.data);
  return {
    place,
    token,
    start,
    get url() {
      return url;
    },
    get api() {
      return apiWith(url, token);
    },
    get service() {
      return /ticker at (\S+)/.exec(program.stderr())?.[1] ?? '';
    },
    get pid() {
      return program.pid;
    },
    async kill() {
      await program.end('SIGKILL');
    },
    async stop() {
      return (await program.end('SIGINT')).code;
    },
  };
}
