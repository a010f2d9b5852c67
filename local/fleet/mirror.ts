import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { compareMirrored } from '#core/proof/compare-mirrored.ts';
import { recordMirrored } from '#core/proof/record-mirrored.ts';
import {
  isMirrorDone,
  type MirrorEvidence,
  type MirrorOptions,
  noMirrorEvidence,
} from '#core/rollouts/mirror.ts';
import { safeRequests } from '#core/service/safe-requests.ts';
import { readingTime, readResponse } from './read-response.ts';
import { type CopiedRequest, sendCopy } from './send-copy.ts';
import type { VersionProcess } from './version-process.ts';

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

export interface RequestMirror {
  /** Copies the request if it is safe and nothing else is being mirrored; never delays it. */
  offer(exchange: LiveExchange): void;
  evidence(): MirrorEvidence;
  stop(): Promise<void>;
}

interface Versions {
  /**
   * Starts a second process of the baseline. The copies are compared with its responses too: what differs from process
   * to process, such as state in memory, says nothing about the version.
   */
  readonly startReference: () => Promise<VersionProcess>;
  /** The new version's address. */
  readonly canary: () => string;
}

/** Sends copies of live requests to the new version, one at a time, and compares the responses. */
export function openMirror({ startReference, canary }: Versions, options: MirrorOptions): RequestMirror {
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();
  const isSafe = safeRequests(options.plan);
  let evidence = noMirrorEvidence;
  let isBusy = false;
  let reference: VersionProcess | null = null;

  const isOver = () => stopping.signal.aborted || isMirrorDone(evidence, options.plan);

  const starting = startReference().then(
    (started) => {
      reference = started;
      void started.ended.then(() => {
        reference = null;
        block('the second process of the baseline ended');
      });
    },
    (error: Error) => block(`there is no second process of the baseline: ${error.message}`),
  );

  function block(obstacle: string): void {
    evidence = { ...evidence, obstacle, isComplete: true };
  }

  function skip(): void {
    evidence = { ...evidence, unread: evidence.unread + 1, isConfirming: false };
  }

  async function mirror(exchange: LiveExchange, { url }: VersionProcess): Promise<void> {
    const sent = whenSent(exchange.outgoing);
    const first = await readResponse(exchange.response);
    const copy = copyOf(exchange);
    if (typeof first === 'string' || copy === null || !(await sent)) {
      skip();
      return;
    }
    const result = await compareMirrored({
      first,
      // The canary between two responses of the baseline: what changes meanwhile makes these two differ.
      send: async () => ({
        canary: await sendCopy(canary(), copy, agent),
        baseline: await sendCopy(url, copy, agent),
      }),
      ignore: options.ignore,
      onDoubt: () => {
        evidence = { ...evidence, isConfirming: true };
      },
      signal: stopping.signal,
    });
    if (stopping.signal.aborted) return;
    evidence = recordMirrored(evidence, result, copy, options);
  }

  return {
    offer(exchange) {
      if (isBusy || !reference || isOver() || !isSafe(exchange)) return;
      if (Math.random() * 100 >= options.plan.share) return;
      isBusy = true;
      void mirror(exchange, reference)
        .catch(skip)
        .finally(() => {
          isBusy = false;
        });
    },
    evidence: () => evidence,
    async stop() {
      stopping.abort();
      await starting;
      await reference?.stop();
      agent.destroy();
    },
  };
}

/** Resolves to true once the user was sent the whole response, to false if the user left or reads it slowly. */
function whenSent(outgoing: ServerResponse): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, 2 * readingTime, false);
  outgoing.once('close', () => resolve(outgoing.writableFinished));
  return promise.finally(() => clearTimeout(timer));
}

/** Null if the request has a body that was too long to keep. */
function copyOf({ method, path, headers, body }: LiveExchange): CopiedRequest | null {
  const kept = body();
  return kept === null ? null : { method, path, headers, body: kept };
}
