/** What has to be stopped at an end. */
export interface Stops {
  /** @param stop of something that was just started. */
  add(stop: () => unknown): void;
  /** Stops everything once, the latest first. */
  stop(): Promise<void>;
}

export function openStops(): Stops {
  const stops: (() => unknown)[] = [];
  return {
    add: (stop) => void stops.push(stop),
    async stop() {
      for (const item of stops.splice(0).reverse()) await item();
    },
  };
}
