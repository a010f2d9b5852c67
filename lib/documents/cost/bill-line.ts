import { costOf, type Price } from '#core/costs/prices.ts';

/** One line of a bill. */
export interface BillLine {
  readonly item: string;
  readonly units: number;
  readonly price: Price;
  /** Where the number of units comes from. */
  readonly basis: string;
}

/** What a bill comes to in US dollars, with nothing free. */
export function totalAtListPrice(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { price, units }) => sum + costOf(price, units), 0);
}

/** The same where the account uses the free amounts for nothing else. */
export function totalBeyondFreeTier(lines: readonly BillLine[]): number {
  const used = new Map<Price, number>();
  for (const { price, units } of lines) used.set(price, (used.get(price) ?? 0) + units);
  return [...used].reduce(
    (sum, [price, units]) => sum + costOf(price, Math.max(0, units - (price.free ?? 0))),
    0,
  );
}
