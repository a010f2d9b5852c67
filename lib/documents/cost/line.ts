import { costOf, type Price } from '#core/costs/prices.ts';

/** One line of a bill. */
export interface Line {
  readonly what: string;
  readonly units: number;
  readonly price: Price;
  /** Where the number of units comes from. */
  readonly because: string;
}

/** What a bill comes to in US dollars, with nothing free. */
export function sumOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { price, units }) => sum + costOf(price, units), 0);
}

/** The same where the account uses the free amounts for nothing else. */
export function sumBeyondFree(lines: readonly Line[]): number {
  const used = new Map<Price, number>();
  for (const { price, units } of lines) used.set(price, (used.get(price) ?? 0) + units);
  return [...used].reduce(
    (sum, [price, units]) => sum + costOf(price, Math.max(0, units - (price.free ?? 0))),
    0,
  );
}
