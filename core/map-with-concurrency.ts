/** The results of work on each, in their order; so many are worked on at once. */
export async function mapWithConcurrency<Each, Result>(
  all: readonly Each[],
  atOnce: number,
  work: (each: Each) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let i = 0; i < all.length; i += atOnce)
    results.push(...(await Promise.all(all.slice(i, i + atOnce).map(work))));
  return results;
}
