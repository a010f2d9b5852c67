import { setTimeout as delay } from 'node:timers/promises';
import { helpForOutput } from '#core/service/help-for-output.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { second } from '#core/time.ts';
import type { Child } from '../processes/child.ts';
import { whyNotReady } from './why-not-ready.ts';

/** A service that listens on `localhost` may have either of them alone. */
const loopback = ['127.0.0.1', '[::1]'];
const pause = 50;

/**
 * Waits until a service responds at its health path with a status below 500. @returns the address at which it does.
 * @throws Error whose message is the predicate of a sentence about the service.
 */
export async function untilReady(
  child: Pick<Child, 'pid' | 'ended'>,
  { health, startSeconds }: Pick<Manifest, 'health' | 'startSeconds'>,
  port: number,
): Promise<string> {
  let death: Awaited<Child['ended']> | undefined;
  void child.ended.then((end) => {
    death = end;
  });
  let status: number | null = null;
  for (const deadline = Date.now() + startSeconds * second; Date.now() < deadline && !death; ) {
    for (const host of loopback) {
      const url = `http://${host}:${port}`;
      const found = await statusOf(`${url}${health}`, deadline - Date.now());
      if (found !== null && found < 500) return url;
      status = found ?? status;
    }
    await delay(pause);
  }
  if (!death)
    throw new Error(await whyNotReady({ pid: child.pid, port, health, seconds: startSeconds, status }));
  throw new Error(howItEnded(death));
}

/** @param patience in milliseconds: the first response may be slow, because it is compiled then. */
async function statusOf(address: string, patience: number): Promise<number | null> {
  const signal = AbortSignal.timeout(Math.max(patience, 1));
  const response = await fetch(address, { signal, redirect: 'manual' }).catch(() => null);
  await response?.body?.cancel();
  return response?.status ?? null;
}

function howItEnded({ code, lastWords }: Awaited<Child['ended']>): string {
  const words = lastWords || 'it printed nothing';
  const help = code === 0 ? staysInForeground : helpForOutput(lastWords);
  return `ended with code ${code}: ${words}${help === null ? '' : ` (${help})`}`;
}

const staysInForeground = '`commands.start` in ironclaw.json has to run for as long as the service';
