import type { Improvement } from '../improvement.ts';
import type { ImprovementQuery, ImprovementStore } from '../ports.ts';
import type { Status } from '../status.ts';
import { type Outcome, outcomesOf } from './outcome.ts';

/** So many improvements of all services are read, and so many of one service in each status that has an outcome. */
const mostOfAll = 200;
const mostOfService = 50;
const perPage = 100;
/** Also one that is under way may have had attempts. */
const telling: readonly Status[] = ['applied', 'rolled-back', 'rejected', 'generating'];

/**
 * The outcomes of the latest improvements: however many there are, so much is read. What is older counts no more, so that
 * the choice follows generators and services as they change.
 *
 * @param service reads further back at this service; null reads of all services the same way.
 */
export async function readOutcomes(
  improvements: Pick<ImprovementStore, 'list'>,
  service: string | null,
): Promise<readonly Outcome[]> {
  const lists = await Promise.all([
    latest(improvements, {}, mostOfAll),
    ...(service === null
      ? []
      : telling.map((status) => latest(improvements, { service, status }, mostOfService))),
  ]);
  const byId = new Map(lists.flat().map((improvement) => [improvement.id, improvement]));
  return [...byId.values()].flatMap(outcomesOf);
}

async function latest(
  improvements: Pick<ImprovementStore, 'list'>,
  query: Pick<ImprovementQuery, 'service' | 'status'>,
  most: number,
): Promise<readonly Improvement[]> {
  const found: Improvement[] = [];
  let cursor: string | null | undefined;
  do {
    const limit = Math.min(perPage, most - found.length);
    const page = await improvements.list({ ...query, limit, ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor && found.length < most);
  return found;
}
