export interface Entry {
  readonly id: number;
  readonly name: string;
  readonly price: number | null;
}

export interface PageRequest {
  /** From 1 on. */
  readonly page: number;
  readonly size: number;
  readonly sort: 'name' | 'price';
  readonly from?: number;
}

export interface Page {
  readonly entries: readonly Entry[];
  readonly total: number;
  readonly pages: number;
}

/**
 * One page of the entries with a price of at least `from`. Sorted by name in the order of code units, or by price with
 * entries without one at the end; of two that are equal, in their order.
 *
 * @throws {RangeError} unless page and size are whole numbers from 1 on
 */
export function pageOf(entries: readonly Entry[], request: PageRequest): Page {
  if (!isPositive(request.page) || !isPositive(request.size))
    throw new RangeError(`page ${request.page} of size ${request.size}`);
  const sorted = entries
    .toSorted((a, b) => compare(a, b, request.sort))
    .filter(({ price }) => request.from === undefined || (price !== null && price >= request.from));
  const first = (request.page - 1) * request.size;
  return {
    entries: sorted.filter((_, i) => i >= first && i < first + request.size),
    total: sorted.length,
    pages: Math.ceil(sorted.length / request.size),
  };
}

const isPositive = (value: number): boolean => Number.isInteger(value) && value >= 1;

function compare(a: Entry, b: Entry, sort: PageRequest['sort']): number {
  if (sort === 'name') return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
  if (a.price === null || b.price === null) return Number(a.price === null) - Number(b.price === null);
  return a.price - b.price;
}
