import type { Carts } from './carts/carts.ts';
import { generateCarts } from './carts/generate-carts.ts';
import type { Catalogue } from './catalogue/catalogue.ts';
import { generateCatalogue } from './catalogue/generate-catalogue.ts';
import { generateOrders } from './orders/generate-orders.ts';
import type { OrderBook } from './orders/orders-route.ts';
import { seededRandom } from './random.ts';

export interface Shop {
  readonly catalogue: Catalogue;
  readonly orders: OrderBook;
  readonly carts: Carts;
}

/** A generated shop, the same for the same seed. */
export function createShop(seed = 1): Shop {
  const random = seededRandom(seed);
  const catalogue = generateCatalogue(random);
  return {
    catalogue,
    orders: generateOrders(random, catalogue.products),
    carts: generateCarts(random, catalogue.products),
  };
}
