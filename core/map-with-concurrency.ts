/**
 * Maps items with `work`, at most `concurrency` at a time, and returns the results in the order of the items. A group of
 * `concurrency` items finishes before the next group starts.
 */
export async function mapWithConcurrency<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let i = 0; i < items.length; i += concurrency)
    results.push(...(await Promise.all(items.slice(i, i + concurrency).map(work))));
  return results;
}
