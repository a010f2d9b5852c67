import { second } from '#core/time.ts';

/** Lets requests pass at a pace that a service can keep. */
export interface Pace {
  /** Waits until one more may be sent, and sends it. @param send one request, or some of one moment; resolves at the last response. */
  pass(send: () => Promise<unknown>): Promise<void>;
}

/** So many in flight on average make no queue worth mentioning, even if one core computes all their responses. */
const few = 0.7;
/** In flight at the most, and the longest that the last of them may have to wait, in milliseconds. */
const mostInFlight = 8;
const longestWait = 10 * second;
/** Responses that take so many times as long beside others as alone have waited for the others. */
const mostSlowdown = 3;
/** So much is measured before each decision. */
const fewest = { requests: 20, milliseconds: 3 * second };

/**
 * Requests that a service cannot keep up with would wait for each other, and their times would be those of the queue. So they are
 * first sent one at a time, each followed by a pause as long as its response took: one core is busy for half of the time. They are sent
 * side by side where that makes no queue: because few of them are ever in flight, or because their responses are not slower for it, as
 * those that wait for a database.
 * @param perSecond how many requests there are to send.
 */
export function openPace(perSecond: number): Pace {
  const turns = new Set<Promise<void>>();
  /** The mean duration of requests that were sent one at a time. */
  let alone = 0;
  let isTried = false;
  let phase = openPhase(false);

  const most = (): number =>
    phase.isSideBySide ? Math.max(1, Math.min(mostInFlight, Math.floor(longestWait / alone))) : 1;

  async function measure(send: () => Promise<unknown>): Promise<void> {
    const own = phase;
    const sent = performance.now();
    await send();
    const duration = performance.now() - sent;
    const mean = own.add(duration);
    if (own === phase && mean !== null) decide(mean);
    if (!own.isSideBySide) await pause(duration);
  }

  function decide(mean: number): void {
    const isMuch = (mean * perSecond) / second > few;
    if (phase.isSideBySide) {
      const isQueue = isMuch && mean > alone * Math.min(mostSlowdown, (1 + most()) / 2);
      phase = openPhase(!isQueue);
      return;
    }
    alone = mean;
    phase = openPhase(!isMuch || !isTried);
    isTried = isMuch;
  }

  return {
    async pass(send) {
      while (turns.size >= most()) await Promise.race(turns);
      const turn = measure(send).finally(() => turns.delete(turn));
      turns.add(turn);
    },
  };
}

/** A time in which all requests are sent one at a time, or side by side. */
function openPhase(isSideBySide: boolean) {
  const since = performance.now();
  let requests = 0;
  let sum = 0;
  return {
    isSideBySide,
    /** @returns the mean duration of all requests that were sent in it; null until there are enough of them. */
    add(duration: number): number | null {
      requests += 1;
      sum += duration;
      const isEnough = requests >= fewest.requests && performance.now() - since >= fewest.milliseconds;
      return isEnough ? sum / requests : null;
    },
  };
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
