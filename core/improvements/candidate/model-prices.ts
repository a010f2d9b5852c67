import * as z from 'zod';

const price = z.number().nonnegative();

/** US dollars for a million tokens, by the name of the model. */
export const ModelPrices = z.record(z.string(), z.strictObject({ prompt: price, completion: price }));
export type ModelPrices = z.infer<typeof ModelPrices>;

/** Tokens of one request to a model. */
export interface TokenCounts {
  readonly prompt: number;
  readonly completion: number;
}

const million = 1_000_000;

/** The cost of a request in US dollars, or null where its tokens or the model's price are unknown. */
export function dollarsFor(tokens: TokenCounts | null, model: string, prices: ModelPrices): number | null {
  const known = Object.hasOwn(prices, model) ? prices[model] : undefined;
  if (tokens === null || known === undefined) return null;
  return (tokens.prompt * known.prompt + tokens.completion * known.completion) / million;
}
