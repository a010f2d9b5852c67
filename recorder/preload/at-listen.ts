import { Server } from 'node:net';
import { attempt } from '../attempt.ts';

/** The arguments of `server.listen`, in any of its forms. */
export type ListenArguments = readonly unknown[];

export interface ListenHooks {
  /** Changes the arguments. */
  readonly move: (args: ListenArguments) => ListenArguments;
  /** Called before a server begins to listen. */
  readonly before: (server: Server) => void;
}

type Listen = (this: Server, ...args: unknown[]) => Server;

/** Calls the hooks whenever a server of this process listens. */
export function atListen({ move, before }: ListenHooks): void {
  const prototype = Server.prototype as { listen: Listen };
  const { listen } = prototype;
  prototype.listen = function (...args) {
    attempt(() => before(this));
    return listen.apply(this, [...(attempt(() => move(args)) ?? args)]);
  };
}
