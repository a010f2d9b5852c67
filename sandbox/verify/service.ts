import { setTimeout as delay } from 'node:timers/promises';
import { second } from '#core/time.ts';
import type { Ending } from '../isolation/run-isolated.ts';
import type { Command, Sandbox } from '../isolation/sandbox.ts';
import { lastOutput } from '../last-output.ts';
import { type Client, openClient } from './client.ts';

/** A service that passes its health check. */
export interface RunningService extends Client {
  /** The folder whose files can be read afterwards. */
  readonly out: string;
  /** Why the service ended, or null while it runs. */
  ending(): Ending | null;
  stop(): Promise<void>;
}

interface Start {
  readonly tree: string;
  readonly line: string;
  readonly health: string;
  /** Headers of every request that it gets. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly environment?: Command['environment'];
}

const patience = 20 * second;

/** @throws Error whose message says why the service did not start. */
export async function startService(
  sandbox: Sandbox,
  { tree, line, health, headers = {}, environment }: Start,
): Promise<RunningService> {
  const started = await sandbox.start({ tree, line, ...(environment ? { environment } : {}) });
  const client = openClient(started.socket, headers);
  let ending: Ending | null = null;
  const ended = started.ended.then((how) => {
    ending = how;
  });
  const stop = async () => {
    client.close();
    await started.stop();
  };
  const deadline = performance.now() + patience;
  while (!(await isHealthy(client, health))) {
    await Promise.race([delay(25), ended]);
    const late = performance.now() > deadline;
    if (ending !== null || late) {
      await stop();
      throw new Error(
        ending === null ? `it did not respond to ${health} within 20 s` : describeEnding(ending),
      );
    }
  }
  return { ...client, out: started.out, ending: () => ending, stop };
}

/** "killed: ran longer than 60 s", or "it ended with code 1: Error: no such file". */
export function describeEnding({ killed, code, output }: Ending): string {
  if (killed !== null) return killed;
  return `it ended with code ${code}: ${lastOutput(output)}`;
}

async function isHealthy(client: Client, health: string): Promise<boolean> {
  try {
    const { status } = await client.send({ method: 'GET', path: health });
    return status >= 200 && status < 300;
  } catch {
    return false;
  }
}
