import { once } from 'node:events';
import { connect } from 'node:tls';
import { second } from '#core/time.ts';
import { listenersOf } from './listening-sockets.ts';

/** What was asked of a process that has not become ready. */
export interface Waited {
  /** The process, and so its group. */
  readonly pid: number | undefined;
  readonly port: number;
  readonly health: string;
  /** In seconds. */
  readonly seconds: number;
  /** The status of its latest response, or null if there was none. */
  readonly status: number | null;
}

/** Why a process that runs cannot be reached, as the predicate of a sentence, with the key of ironclaw.json that helps. */
export async function whyNotReady({ pid, port, health, seconds, status }: Waited): Promise<string> {
  const within = `within ${seconds} s`;
  if (status !== null)
    return `responded to ${health} with ${status}; let health in ironclaw.json name a path that it responds to with less than 500`;
  const listeners = pid === undefined ? null : listenersOf(pid);
  if (listeners?.ports.includes(port))
    return (await speaksTls(port))
      ? 'speaks TLS on its port, and the proxy speaks HTTP; let commands.start in ironclaw.json start it without TLS'
      : `accepts connections, but did not respond to ${health} ${within}; health in ironclaw.json may name another path`;
  const [other] = listeners?.ports ?? [];
  if (other !== undefined)
    return `listens on port ${other} and not on the one in PORT; let it read PORT, or write "port": ${other} into ironclaw.json`;
  const [path] = listeners?.paths ?? [];
  if (path !== undefined)
    return `listens on the socket ${path} and on no port; let commands.start in ironclaw.json start it on the port in PORT`;
  return `listens on no port ${within} of its start; if it needs longer, startSeconds in ironclaw.json gives it more time`;
}

async function speaksTls(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(2 * second) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
