import type { EventCounts } from '#core/rollouts/e-process.ts';

interface Minute {
  /** Share of the requests that are routed to the new version. */
  readonly weight: number;
  readonly requests: number;
  /** Probability that a request of the old version has the event. */
  readonly rate: number;
  /** The ratio of the new version's probability to the old version's. */
  readonly ratio: number;
}

/** Routes each request at random and counts the events, as production would. */
export function countEvents({ weight, requests, rate, ratio }: Minute, random: () => number): EventCounts {
  let canary = 0;
  let baseline = 0;
  for (let i = 0; i < requests; i += 1) {
    if (random() < weight) canary += Number(random() < rate * ratio);
    else baseline += Number(random() < rate);
  }
  return { share: weight, canary, baseline };
}
