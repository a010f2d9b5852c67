import type { Product } from '../catalogue/product.ts';

/** What the customer pays, in cents, rounded to the nearest. */
export function netPrice(product: Product): number {
  return Math.round((product.price * (100 - product.discount)) / 100);
}
