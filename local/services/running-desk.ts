import { setTimeout as delay } from 'node:timers/promises';
import { Conflict } from '#core/errors.ts';
import { minute } from '#core/time.ts';
import type { RunningService } from '../run-service.ts';
import { openRepository } from '../service/repository.ts';
import { openTurns } from '../turns.ts';
import { messageOf } from '../warn.ts';
import {
  type AddedService,
  nameTaken,
  readAdded,
  withAdded,
  withoutAdded,
  withPort,
  writeAdded,
} from './added-services.ts';
import { folderOf } from './folder-of.ts';
import { type KeptService, keepService } from './kept-service.ts';
import { noSuchService } from './no-such-service.ts';
import type { RemovedService, ServiceDesk, ServiceLine } from './service-desk.ts';

export interface WantedService extends AddedService {
  /** Whether each instance on the data folder starts it, and not this one alone. */
  readonly isAdded: boolean;
}

export type ManagedService = WantedService & KeptService;

/** The services of a running instance. */
export interface RunningDesk extends ServiceDesk {
  all(): readonly ManagedService[];
  /** Starts a service, again and again until it runs. @throws Conflict `service/name-taken`. */
  keep(wanted: WantedService): ManagedService;
  stop(): Promise<void>;
}

interface Options {
  /** Of the added services. */
  readonly file: string;
  /** The signal aborts when the service is not wanted any more. */
  readonly start: (wanted: WantedService, signal: AbortSignal) => Promise<RunningService>;
  /** The improvements of a service that something works on. */
  readonly unfinished: (service: string) => Promise<readonly string[]>;
}

/** The operator waits for so long for a service that is added, and then finds its state in the list. */
const patience = 2 * minute;

export function openRunningDesk({ file, start, unfinished }: Options): RunningDesk {
  const services = new Map<string, ManagedService>();
  const takeTurn = openTurns();

  async function startKept(wanted: WantedService, signal: AbortSignal): Promise<RunningService> {
    const running = await start(wanted, signal);
    const port = Number(new URL(running.url).port);
    if (wanted.isAdded) writeAdded(file, withPort(readAdded(file), wanted.name, port));
    return running;
  }

  function keep(wanted: WantedService): ManagedService {
    const { name, path } = wanted;
    const known = services.get(name);
    if (known && known.path !== path) throw nameTaken(name, known.path, path);
    if (known) return known;
    const kept = { ...wanted, ...keepService(name, (signal) => startKept(wanted, signal)) };
    services.set(name, kept);
    return kept;
  }

  async function removeNow(name: string): Promise<RemovedService> {
    const kept = services.get(name);
    if (!kept) throw noSuchService(name, [...services.keys()]);
    const added = readAdded(file);
    if (added.some((one) => one.name === name)) writeAdded(file, withoutAdded(added, name));
    const left = await unfinished(name);
    services.delete(name);
    await kept.stop();
    return { name, unfinished: left };
  }

  return {
    keep,
    all: () => [...services.values()],
    async add(path) {
      const folder = folderOf(path);
      const { name } = (await openRepository(folder)).manifest;
      const kept = await takeTurn(async () => {
        const known = services.get(name);
        if (known && known.path !== folder) throw nameTaken(name, known.path, folder);
        // Recorded before it is started: an instance that is killed meanwhile starts it the next time.
        writeAdded(file, withAdded(readAdded(file), { name, path: folder }));
        return keep({ name, path: folder, port: null, isAdded: true });
      });
      await Promise.race([kept.firstStart, delay(patience, undefined, { ref: false })]);
      if (services.get(name) !== kept)
        throw new Conflict(`${name} was removed while it was starting.`, { code: 'service/removed' });
      return lineOf({ ...kept, isAdded: true });
    },
    async list() {
      const added = new Set(readAdded(file).map(({ name }) => name));
      return [...services.values()].map((kept) => lineOf({ ...kept, isAdded: added.has(kept.name) }));
    },
    remove: (name) => takeTurn(() => removeNow(name)),
    async stop() {
      await Promise.all([...services.values()].map((kept) => kept.stop()));
    },
  };
}

function lineOf({ name, path, isAdded, running, failure }: ManagedService): ServiceLine {
  const url = running()?.url ?? null;
  const why = failure();
  const reason = why === null ? 'it is starting' : messageOf(why);
  return { name, path, url, reason: url === null ? reason : null, isAdded };
}
