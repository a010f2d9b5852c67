import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MirrorPlan } from '#core/service/manifest.ts';
import { safeRequests } from '#core/service/safe-requests.ts';
import type { ReadExchange } from './proxy-messages.ts';
import { readingTime, readResponse } from './read-response.ts';

/** A user's request while the baseline's response passes. */
export interface LiveExchange {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The request's body, once it has passed: undefined where there is none, null where it could not be kept whole. */
  readonly body: () => Buffer | null | undefined;
  readonly response: IncomingMessage;
  /** The response to the user. */
  readonly outgoing: ServerResponse;
}

type Pass = (exchange: ReadExchange | null) => void;

/** Copies safe requests with their responses, each when it is asked for; never delays them. */
export function openCopier() {
  let wanted: { readonly isSafe: (exchange: LiveExchange) => boolean; share: number; pass: Pass } | null =
    null;
  return {
    /** Passes on the next safe request among the share of the plan, once; none if the plan is null. */
    copyNext(plan: MirrorPlan | null, pass: Pass): void {
      wanted = plan && { isSafe: safeRequests(plan), share: plan.share, pass };
    },
    offer(exchange: LiveExchange): void {
      if (!wanted?.isSafe(exchange) || Math.random() * 100 >= wanted.share) return;
      const { pass } = wanted;
      wanted = null;
      void readExchange(exchange)
        .catch(() => null)
        .then(pass);
    },
  };
}

/** Null if request or response could not be read whole, or the user did not get the response. */
async function readExchange(exchange: LiveExchange): Promise<ReadExchange | null> {
  const sent = whenSent(exchange.outgoing);
  const response = await readResponse(exchange.response);
  const { method, path, headers } = exchange;
  const body = exchange.body();
  if (typeof response === 'string' || body === null || !(await sent)) return null;
  return { request: { method, path, headers, body }, response };
}

/** Resolves to true once the user was sent the whole response, to false if the user left or reads it slowly. */
function whenSent(outgoing: ServerResponse): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, 2 * readingTime, false);
  outgoing.once('close', () => resolve(outgoing.writableFinished));
  return promise.finally(() => clearTimeout(timer));
}
