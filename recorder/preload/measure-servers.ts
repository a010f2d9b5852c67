import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { Server } from 'node:net';

/** Measures a request while `work` runs, and returns what that returns. */
export type MeasureRequest = <Result>(
  req: IncomingMessage,
  res: ServerResponse,
  work: () => Result,
) => Result;

type Emit = (this: object, ...args: unknown[]) => boolean;

const patched = new WeakSet<object>();

/** Measures each request of each server of HTTP/1, by whatever it was created. */
export function measureServers(measure: MeasureRequest): void {
  for (const { prototype } of [http.Server, https.Server]) patchEmit(prototype, measure);
}

/** Measures a server of HTTP/2, too; Node shows their classes only on a server. */
export function measureHttp2(server: Server, measure: MeasureRequest): void {
  if (isHttp2(server)) patchEmit(Object.getPrototypeOf(server), measure);
}

/** Whether it serves HTTP of any version. */
export const isHttp = (server: Server): boolean =>
  server instanceof http.Server || server instanceof https.Server || isHttp2(server);

const isHttp2 = (server: Server): boolean => /^Http2(Secure)?Server$/.test(server.constructor.name);

function patchEmit(prototype: object, measure: MeasureRequest): void {
  if (patched.has(prototype)) return;
  patched.add(prototype);
  const emitter = prototype as { emit: Emit };
  const { emit } = emitter;
  emitter.emit = function (...args) {
    const [event, req, res] = args;
    if (event !== 'request') return emit.apply(this, args);
    return measure(req as IncomingMessage, res as ServerResponse, () => emit.apply(this, args));
  };
}
