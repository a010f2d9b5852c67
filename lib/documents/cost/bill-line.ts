import { costOf, type Price } from '#core/costs/prices.ts';

/** One line of a bill. */
export interface BillLine {
  readonly item: string;
  readonly units: number;
  readonly price: Price;
  /** Where the number of units comes from. */
  readonly basis: string;
}

/** The total of a bill at list price, in US dollars, without the free tier. */
export function totalAtListPrice(lines: readonly BillLine[]): number {
  return lines.reduce((sum, { price, units }) => sum + costOf(price, units), 0);
}

/** The total beyond the monthly free tier, in US dollars, if the account uses the free tier for nothing else. */
export function totalBeyondFreeTier(lines: readonly BillLine[]): number {
  const used = new Map<Price, number>();
  for (const { price, units } of lines) used.set(price, (used.get(price) ?? 0) + units);
  return [...used].reduce(
    (sum, [price, units]) => sum + costOf(price, Math.max(0, units - (price.free ?? 0))),
    0,
  );
}
