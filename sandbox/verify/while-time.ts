/** What is done for each item, and what instead where its time is over. */
interface Work<Item, Result> {
  readonly run: (item: Item) => Promise<Result>;
  readonly leave: (item: Item) => Result;
}

/**
 * Runs the work for one item after another. The first is always run; another one only if it ends in time when it takes as long as the
 * longest before it.
 *
 * @param until in milliseconds, as `now` counts them.
 */
export async function whileTime<Item, Result>(
  items: readonly Item[],
  { run, leave }: Work<Item, Result>,
  until: number,
  now: () => number = () => performance.now(),
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let longest = 0;
  for (const [i, item] of items.entries()) {
    const started = now();
    const hasTime = i === 0 || started + longest < until;
    results.push(hasTime ? await run(item) : leave(item));
    longest = Math.max(longest, now() - started);
  }
  return results;
}
