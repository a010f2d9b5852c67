import * as z from 'zod';
import { InvalidInput } from '#core/errors.ts';
import type { Page } from '#core/improvements/ports.ts';

const Cursor = z.strictObject({ list: z.string(), begin: z.number().int().nonnegative() });

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** One page of a list. `list` names it; a cursor of another list is rejected. */
export function pageOf<Item>(list: string, all: readonly Item[], { limit, cursor }: PageRequest): Page<Item> {
  const begin = cursor === undefined ? 0 : startIn(list, cursor);
  const end = begin + limit;
  const next = Buffer.from(JSON.stringify({ list, begin: end })).toString('base64url');
  return { items: all.slice(begin, end), cursor: end < all.length ? next : null };
}

function startIn(list: string, cursor: string): number {
  try {
    const parsed = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (parsed.list === list) return parsed.begin;
  } catch {
    // Rejected below, like a cursor of another list.
  }
  throw new InvalidInput('the cursor does not belong to this list.', { code: 'page/invalid-cursor' });
}
