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
  const { startSeconds, setup } = sandbox.settings;
  const deadline = performance.now() + (startSeconds + (setup?.seconds ?? 0)) * second;
  while (!(await isHealthy(client, health))) {
    await Promise.race([delay(25), ended]);
    const late = performance.now() > deadline;
    if (ending !== null || late) {
      const why = ending === null ? whyLate(health, startSeconds, started.ports()) : whyEnded(ending);
      await stop();
      throw new Error(why);
    }
  }
  return { ...client, out: started.out, ending: () => ending, stop };
}

function whyLate(health: string, seconds: number, ports: readonly number[]): string {
  const late = `it did not respond to ${health} with a status below 500 within ${seconds} s ("startSeconds")`;
  const [port] = ports;
  return port === undefined
    ? `${late}: it must listen on the port in PORT, or on one that "port" in ironclaw.json names`
    : `${late}; it listens on port ${port}: unless that is the one in PORT, set "port" in ironclaw.json to ${port}`;
}

/** A command that ends well has left its work to a process of its own, which a box does not outlive. */
function whyEnded(ending: Ending): string {
  const how = describeEnding(ending);
  return ending.code === 0 ? `${how}; the start command must go on for as long as the service runs` : how;
}

/** "killed: ran longer than 60 s", or "it ended with code 1: Error: no such file". */
export function describeEnding({ killed, code, output }: Ending): string {
  if (killed !== null) return killed;
  return `it ended with code ${code}: ${lastOutput(output)}`;
}

async function isHealthy(client: Client, health: string): Promise<boolean> {
  try {
    const { status } = await client.send({ method: 'GET', path: health });
    return status < 500;
  } catch {
    return false;
  }
}
