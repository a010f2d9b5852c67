import { Agent } from 'node:http';
import { compareMirrored } from '#core/proof/compare-mirrored.ts';
import { recordMirrored } from '#core/proof/record-mirrored.ts';
import {
  isMirrorDone,
  type MirrorEvidence,
  type MirrorOptions,
  noMirrorEvidence,
} from '#core/rollouts/mirror.ts';
import type { ReadExchange } from './proxy-messages.ts';
import type { ProxyProcess } from './proxy-process.ts';
import { sendCopy } from './send-copy.ts';
import type { VersionProcess } from './version-process.ts';

export interface RequestMirror {
  evidence(): MirrorEvidence;
  stop(): Promise<void>;
}

interface Mirrored {
  /** Copies the requests. */
  readonly proxy: Pick<ProxyProcess, 'copy'>;
  /**
   * Starts a second process of the baseline. The copies are compared with its responses too: what differs from process
   * to process, such as state in memory, says nothing about the version.
   */
  readonly startReference: () => Promise<VersionProcess>;
  /** The new version's address. */
  readonly canary: () => string;
}

/** Sends copies of live requests to the new version, one at a time, and compares the responses. */
export function openMirror(
  { proxy, startReference, canary }: Mirrored,
  options: MirrorOptions,
): RequestMirror {
  const agent = new Agent({ keepAlive: true });
  const stopping = new AbortController();
  let evidence = noMirrorEvidence;
  let reference: VersionProcess | null = null;
  let endCopying = (): void => undefined;

  const starting = startReference().then(
    (started) => {
      reference = started;
      void started.ended.then(() => {
        reference = null;
        block('the second process of the baseline ended');
      });
      if (!stopping.signal.aborted) endCopying = proxy.copy(options.plan, take);
    },
    (error: Error) => block(`there is no second process of the baseline: ${error.message}`),
  );

  function block(obstacle: string): void {
    endCopying();
    evidence = { ...evidence, obstacle, isComplete: true };
  }

  function skip(): void {
    evidence = { ...evidence, unread: evidence.unread + 1, isConfirming: false };
  }

  async function take(exchange: ReadExchange | null): Promise<void> {
    if (stopping.signal.aborted || !reference) return;
    if (exchange) await compare(exchange, reference).catch(skip);
    else skip();
    if (isMirrorDone(evidence, options.plan)) endCopying();
  }

  async function compare({ request, response }: ReadExchange, { url }: VersionProcess): Promise<void> {
    const result = await compareMirrored({
      first: response,
      // The canary between two responses of the baseline: what changes meanwhile makes these two differ.
      send: async () => ({
        canary: await sendCopy(canary(), request, agent),
        baseline: await sendCopy(url, request, agent),
      }),
      ignore: options.ignore,
      onDoubt: () => {
        evidence = { ...evidence, isConfirming: true };
      },
      signal: stopping.signal,
    });
    if (!stopping.signal.aborted) evidence = recordMirrored(evidence, result, request, options);
  }

  return {
    evidence: () => evidence,
    async stop() {
      stopping.abort();
      endCopying();
      await starting;
      await reference?.stop();
      agent.destroy();
    },
  };
}
