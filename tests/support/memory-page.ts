import * as z from 'zod';
import { InvalidInput } from '#core/errors.ts';
import type { Page } from '#core/improvements/ports.ts';

const Place = z.strictObject({ list: z.string(), begin: z.number().int().nonnegative() });

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** One page of a list; `list` names it, and a cursor of another one is refused. */
export function pageOf<Item>(list: string, all: readonly Item[], { limit, cursor }: PageRequest): Page<Item> {
  const begin = cursor === undefined ? 0 : beginningOf(list, cursor);
  const end = begin + limit;
  const next = Buffer.from(JSON.stringify({ list, begin: end })).toString('base64url');
  return { items: all.slice(begin, end), cursor: end < all.length ? next : null };
}

function beginningOf(list: string, cursor: string): number {
  try {
    const place = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (place.list === list) return place.begin;
  } catch {
    // Refused below, as a cursor of another list is.
  }
  throw new InvalidInput('the cursor is not one that this list answered.', { code: 'page/invalid-cursor' });
}
