import { setTimeout as delay } from 'node:timers/promises';
import { second } from '#core/time.ts';
import type { Instance } from './instance.ts';

/** A user who rates one message after the other, whatever happens to the instance. */
export interface Rater {
  /** The messages whose rating the API has confirmed. */
  readonly confirmed: ReadonlySet<string>;
  stop(): Promise<void>;
}

const every = second / 4;
const patience = 5 * second;

export function startRater(instance: Instance): Rater {
  const confirmed = new Set<string>();
  const stopping = new AbortController();
  const work = (async () => {
    for (let number = 0; !stopping.signal.aborted; number += 1) {
      const messageId = `message-${number}`;
      if (await rate(instance, messageId)) confirmed.add(messageId);
      await delay(every, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    confirmed,
    async stop() {
      stopping.abort();
      await work;
    },
  };
}

/** @returns whether the API has confirmed it. */
async function rate({ url, token }: Instance, messageId: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${url}/feedback`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ messageId, kind: 'thumbs-up', model: 'gpt-4.1', taskType: 'code' }),
      signal: AbortSignal.timeout(patience),
    });
    return status === 201;
  } catch {
    return false;
  }
}

interface Export {
  readonly feedback: readonly { readonly messageId: string }[];
  readonly cursor: string | null;
}

/** The messages that the instance says the user has rated. */
export async function ratedMessages({ api }: Pick<Instance, 'api'>): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ limit: '100', ...(cursor === '' ? {} : { cursor }) });
    const page: Export = await api.get<Export>(`/preferences/export?${query.toString()}`);
    for (const { messageId } of page.feedback) found.add(messageId);
    cursor = page.cursor;
  }
  return found;
}
