import type { ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import type { Passed } from './proxy-messages.ts';
import type { SeenHttpRequest } from './weighted-proxy.ts';

/** Milliseconds. */
const flushEvery = 50;
/** If the fleet does not read for a while, its sample has a gap, and this process does not grow. */
const most = { requests: 2_000, characters: 8 * 1024 ** 2 };

/**
 * Gathers what passes the proxy, so that a request does not cost a message.
 * @param send must call back once it can send again.
 */
export function gatherPassed(send: (passed: Passed, whenSent: () => void) => void) {
  let counts = new Map<string, ResponseCounts>();
  let requests: SeenHttpRequest[] = [];
  let characters = 0;
  /** From the first event of a batch until the batch is sent. */
  let isBusy = false;

  function flushSoon(): void {
    if (isBusy) return;
    isBusy = true;
    setTimeout(flush, flushEvery);
  }

  function flush(): void {
    const passed = { counts, requests };
    counts = new Map();
    requests = [];
    characters = 0;
    send(passed, () => {
      isBusy = false;
      if (counts.size > 0 || requests.length > 0) flushSoon();
    });
  }

  return {
    /** @param status null if the version did not respond, or not to the end. */
    report(commit: string, status: number | null): void {
      const { requests: before, failures } = counts.get(commit) ?? { requests: 0, failures: 0 };
      const failed = status === null || status >= 500;
      counts.set(commit, { requests: before + 1, failures: failures + Number(failed) });
      flushSoon();
    },
    saw(request: SeenHttpRequest): void {
      characters += request.body?.length ?? 0;
      if (requests.length < most.requests && characters <= most.characters) requests.push(request);
      flushSoon();
    },
  };
}
