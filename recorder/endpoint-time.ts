import type { EndpointTime } from './protocol.ts';

const mostBehind = 5;

/** Counts what an endpoint's requests did in their time: one for each request that was active at a sample. */
export class TimeCount {
  #all = 0;
  #own = 0;
  readonly #behind = new Map<string, number>();

  /** @param running the endpoint whose code ran; null if none did, or it is not certain. */
  add(endpoint: string, running: string | null): void {
    this.#all += 1;
    if (running === endpoint) this.#own += 1;
    else if (running !== null) this.#behind.set(running, (this.#behind.get(running) ?? 0) + 1);
  }

  isBehind(): boolean {
    return this.#behind.size > 0;
  }

  shares(): EndpointTime {
    const shareOf = (part: number) => Math.round((part / this.#all) * 10_000) / 10_000;
    return {
      own: shareOf(this.#own),
      behind: [...this.#behind]
        .sort(([, a], [, b]) => b - a)
        .slice(0, mostBehind)
        .map(([endpoint, samples]) => ({ endpoint, share: shareOf(samples) })),
    };
  }
}
