import type { Product } from '../catalogue/product.ts';
import { netPrice } from './net-price.ts';

/** The net price of each product, in cents, by SKU. Of two products with one SKU, the later counts. */
export function priceList(products: readonly Product[]): Record<string, number> {
  return products.reduce<Record<string, number>>(
    (prices, product) => ({ ...prices, [product.sku]: netPrice(product) }),
    {},
  );
}
