import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '#core/errors.ts';
import type { MirrorPlan } from '#core/service/manifest.ts';
import { second } from '#core/time.ts';
import { type Child, startChild } from '../processes/child.ts';
import { killIfHung } from '../processes/kill-if-hung.ts';
import { supervise } from '../processes/supervise.ts';
import { messageOf, warn } from '../warn.ts';
import type { FromProxy, Passed, ReadExchange, Split, ToProxy } from './proxy-messages.ts';

export interface ProxyProcess {
  readonly url: string;
  /** Resolves once every new request is split so. @throws Unavailable `fleet/no-proxy`. */
  split(split: Split): Promise<void>;
  /**
   * Copies safe requests, one at a time: the next one once `take` has resolved.
   * @param take gets null for a request that could not be read whole.
   * @returns a function that ends it.
   */
  copy(plan: MirrorPlan, take: (exchange: ReadExchange | null) => Promise<void>): () => void;
  stop(): Promise<void>;
}

export interface ProxyOptions {
  readonly service: string;
  /** 0 takes any free port, and keeps it. */
  readonly port: number;
  /** Under which the service is also reachable. */
  readonly names?: readonly string[] | undefined;
  /** The longest silence of a version while it should respond, in milliseconds. */
  readonly patience: number;
  readonly logs: string;
  /** The data folder. */
  readonly owner: string;
}

const program = fileURLToPath(new URL('./proxy-program.ts', import.meta.url));
const startPatience = 20 * second;
const splitPatience = 10 * second;

/** Runs the proxy in a process of its own; if it ends or hangs, another one continues with the last split. */
export async function startProxyProcess(
  { service, port: wanted, names = [], patience, logs, owner }: ProxyOptions,
  onPassed: (passed: Passed) => void,
): Promise<ProxyProcess> {
  const name = `the proxy of ${service}`;
  let port = wanted;
  let child: Child | null = null;
  let numbers = 0;
  let current: Split = { baseline: null, canary: null };
  let copying: { number: number; plan: MirrorPlan; take: Parameters<ProxyProcess['copy']>[1] } | null = null;
  const applied = new Map<number, () => void>();

  const send = (message: ToProxy) => child?.send(message);

  function sendSplit(): Promise<void> {
    numbers += 1;
    const number = numbers;
    const { promise, resolve } = Promise.withResolvers<void>();
    applied.set(number, resolve);
    send({ kind: 'split', number, split: current });
    return promise;
  }

  function askForNext(): void {
    if (!copying) return;
    numbers += 1;
    copying.number = numbers;
    send({ kind: 'copy', number: numbers, plan: copying.plan });
  }

  function take(number: number, exchange: ReadExchange | null): void {
    const asked = copying;
    if (asked?.number !== number) return;
    void asked
      .take(exchange)
      .catch((error: unknown) => warn(`a request could not be mirrored: ${messageOf(error)}`))
      .then(() => copying === asked && askForNext());
  }

  async function start(): Promise<Child> {
    const listening = Promise.withResolvers<number>();
    const started = startChild({
      command: process.execPath,
      arguments: ['--disable-warning=ExperimentalWarning', program, String(port), String(patience), ...names],
      folder: owner,
      environment: {},
      log: createWriteStream(join(logs, `proxy-${service}.log`), { flags: 'a' }),
      owner,
      receive: (message) => {
        const told = message as FromProxy;
        if (told.kind === 'listening') listening.resolve(told.port);
        else if (told.kind === 'passed') onPassed(told.passed);
        else if (told.kind === 'exchange') take(told.number, told.exchange);
        else {
          // It knows the latest split, so it knows the earlier ones.
          for (const [number, resolve] of applied) if (number <= told.number) resolve();
          for (const number of applied.keys()) if (number <= told.number) applied.delete(number);
        }
      },
    });
    void started.ended.then(({ lastWords }) => listening.reject(refusal(`it ended: ${lastWords}`)));
    const timer = setTimeout(() => void started.kill(), startPatience);
    port = await listening.promise.finally(() => clearTimeout(timer));
    child = started;
    await sendSplit();
    askForNext();
    killIfHung(name, started, (signal) => within(sendSplit(), signal));
    return started;
  }

  const supervisor = await supervise(name, start);
  return {
    url: `http://127.0.0.1:${port}`,
    async split(split) {
      current = split;
      await within(sendSplit(), AbortSignal.timeout(splitPatience));
    },
    copy(plan, taker) {
      const asked = { number: 0, plan, take: taker };
      copying = asked;
      askForNext();
      return () => {
        if (copying !== asked) return;
        copying = null;
        send({ kind: 'copy', number: 0, plan: null });
      };
    },
    async stop() {
      await supervisor.stop();
      // Nothing is split any more.
      for (const resolve of applied.values()) resolve();
    },
  };
}

const refusal = (why: string): Unavailable =>
  new Unavailable(`the proxy of the service is away: ${why}`, { code: 'fleet/no-proxy' });

function within(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return Promise.race([
    work,
    new Promise<never>((_, fail) => {
      signal.addEventListener('abort', () => fail(refusal('it does not respond')), { once: true });
    }),
  ]);
}
