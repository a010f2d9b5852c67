import type { Product } from '../catalogue/product.ts';
import { netPrice } from '../pricing/net-price.ts';
import { between, oneOf, type Random } from '../random.ts';
import type { OrderLine } from './order-line.ts';
import type { OrderBook } from './orders-route.ts';

const customers = 150;

/** Most customers are households with a few hundred lines; every eighth is a hotel or an office with thousands. */
export function generateOrders(random: Random, products: readonly Product[]): OrderBook {
  return new Map(
    Array.from({ length: customers }, (_, index) => [
      String(index + 1),
      customerLines(random, products, index + 1),
    ]),
  );
}

function customerLines(random: Random, products: readonly Product[], customer: number): OrderLine[] {
  const count = customer % 8 === 0 ? between(random, 2_600, 3_000) : between(random, 20, 600);
  return Array.from({ length: count }, (_, index) => {
    const product = oneOf(random, products);
    return {
      order: `${customer}-${1 + Math.floor(index / 6)}`,
      sku: product.sku,
      quantity: between(random, 1, 4),
      price: netPrice(product),
    };
  });
}
