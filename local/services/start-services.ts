import { listWorkedOn } from '#core/improvements/executions/list-worked-on.ts';
import { stores } from '#functions/composition/stores.ts';
import { interruption } from '../interruption.ts';
import { announceService } from '../progress/announce-service.ts';
import type { ProgressPrinter } from '../progress/progress-printer.ts';
import type { IsolationChoice } from '../service/isolation.ts';
import { openRepository } from '../service/repository.ts';
import type { Secrets } from '../service/resolve-variables.ts';
import type { System } from '../system.ts';
import { openTurns } from '../turns.ts';
import type { UpOptions } from '../up-options.ts';
import { messageOf, warn } from '../warn.ts';
import {
  type ManagedService,
  openRunningDesk,
  type RunningDesk,
  type WantedService,
} from './running-desk.ts';
import { openServicePorts } from './service-ports.ts';
import { startService } from './start-service.ts';
import type { WantedServices } from './wanted-services.ts';

interface Options extends Pick<UpOptions, 'names' | 'isTrial' | 'signal'> {
  readonly printer: ProgressPrinter;
  readonly isolationOf: (isStorefront: boolean) => IsolationChoice;
  readonly secrets: Secrets;
}

export interface StartedServices {
  readonly desk: RunningDesk;
  readonly storefront: ManagedService | null;
  readonly named: readonly ManagedService[];
}

/**
 * Starts all services side by side, and waits for those that were named.
 * @throws what kept the first of them from starting, Unavailable `up/interrupted` if the signal comes before.
 */
export async function startServices(
  system: System,
  wanted: WantedServices,
  { names, isTrial, signal, printer, isolationOf, secrets }: Options,
): Promise<StartedServices> {
  const { example, services: file } = system.folder;
  const kept = wanted.added.flatMap(({ name, port }) => (port === null ? [] : [[name, port] as const]));
  const portOf = openServicePorts(system.servicePort, new Map(kept));
  const takeTurn = openTurns();
  const say = (text: string) => printer.say(text);
  const desk = openRunningDesk({
    file,
    async start(service, stopping) {
      const isStorefront = service.path === example;
      const isolation = isolationOf(isStorefront);
      const running = await startService(system, service, {
        names,
        takeTurn,
        portOf,
        isolation,
        secrets,
        isTrial: isTrial && !isStorefront,
        signal: stopping,
        say,
      });
      announceService(printer, service, running);
      return running;
    },
    unfinished: async (service) =>
      (await listWorkedOn(service, stores().improvements)).map(({ id, status }) => `${id} (${status})`),
  });
  system.offer(desk);
  const storefront = wanted.hasStorefront ? desk.keep(await storefrontIn(example)) : null;
  const named = wanted.named.map(desk.keep);
  for (const service of wanted.added) keepIfPossible(desk, service);
  const needed = [...(storefront ? [storefront] : []), ...named];
  const interrupt = () => void desk.stop();
  signal.addEventListener('abort', interrupt);
  if (signal.aborted) interrupt();
  await Promise.all(needed.map(({ firstStart }) => firstStart));
  signal.removeEventListener('abort', interrupt);
  const failed = needed.find((service) => service.running() === null);
  if (signal.aborted || failed) {
    await desk.stop();
    throw signal.aborted ? interruption() : failed?.failure();
  }
  return { desk, storefront, named };
}

const storefrontIn = async (path: string): Promise<WantedService> => ({
  name: (await openRepository(path)).manifest.name,
  path,
  port: null,
  isAdded: false,
});

/** A name that another service has now keeps one from starting, and not the others. */
function keepIfPossible(desk: RunningDesk, service: WantedService): void {
  try {
    desk.keep(service);
  } catch (error) {
    warn(`${service.name} is not started: ${messageOf(error)}`);
  }
}
