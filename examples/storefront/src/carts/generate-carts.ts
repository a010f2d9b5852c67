import type { Product } from '../catalogue/product.ts';
import { between, oneOf, type Random } from '../random.ts';
import { type CartLine, Carts, mostLines } from './carts.ts';

const carts = 120;

/** The first half are nearly ready to order, with ten lines or more; the others have just been started. */
export function generateCarts(random: Random, products: readonly Product[]): Carts {
  return new Carts(
    Array.from({ length: carts }, (_, index) => {
      const size = index < carts / 2 ? between(random, 10, mostLines) : between(random, 1, 5);
      return [String(index + 1), cartLines(random, products, size)] as const;
    }),
  );
}

function cartLines(random: Random, products: readonly Product[], size: number): CartLine[] {
  const lines = new Map<string, CartLine>();
  while (lines.size < size) {
    const { sku } = oneOf(random, products);
    lines.set(sku, { sku, quantity: between(random, 1, 5) });
  }
  return [...lines.values()];
}
