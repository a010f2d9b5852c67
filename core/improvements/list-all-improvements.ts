import type { Improvement } from './improvement.ts';
import type { ImprovementQuery, ImprovementStore, Page } from './ports.ts';

const perPage = 100;

/** All improvements that match, newest first, read page by page. */
export async function listAllImprovements(
  improvements: Pick<ImprovementStore, 'list'>,
  query: Pick<ImprovementQuery, 'service' | 'status'> = {},
): Promise<readonly Improvement[]> {
  const all: Improvement[] = [];
  let cursor: string | null | undefined;
  do {
    const page: Page<Improvement> = await improvements.list({
      ...query,
      limit: perPage,
      ...(cursor ? { cursor } : {}),
    });
    all.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return all;
}
