import { Carts } from '../src/carts/carts.ts';
import { Catalogue } from '../src/catalogue/catalogue.ts';
import type { Product } from '../src/catalogue/product.ts';
import type { Shop } from '../src/shop.ts';

export const lamp: Product = { sku: 'LA-1', name: 'Oak lamp', category: 'lamps', price: 1_999, discount: 25 };
export const torch: Product = {
  sku: 'LA-2',
  name: 'Steel torch',
  category: 'lamps',
  price: 500,
  discount: 0,
};
export const rug: Product = { sku: 'RU-1', name: 'Wool rug', category: 'rugs', price: 9_900, discount: 10 };

const bulbs = Array.from({ length: 30 }, (_, index): Product => {
  return {
    sku: `BU-${index + 1}`,
    name: `Bulb ${index + 1}`,
    category: 'bulbs',
    price: 100 + index,
    discount: 0,
  };
});

/** A shop that is small enough to count by hand, new for each test. */
export function testShop(): Shop {
  return {
    catalogue: new Catalogue([
      { slug: 'lamps', name: 'Lamps', products: [lamp, torch] },
      { slug: 'rugs', name: 'Rugs', products: [rug] },
      { slug: 'bulbs', name: 'Bulbs', products: bulbs },
      { slug: 'empty', name: 'Coming soon', products: [] },
    ]),
    orders: new Map([
      [
        '1',
        [
          { order: '1-1', sku: rug.sku, quantity: 2, price: 8_000 },
          { order: '1-1', sku: lamp.sku, quantity: 1, price: 1_499 },
          { order: '1-2', sku: 'GONE-1', quantity: 3, price: 100 },
        ],
      ],
      ['2', []],
    ]),
    carts: new Carts([
      [
        '1',
        [
          { sku: lamp.sku, quantity: 1 },
          { sku: rug.sku, quantity: 5 },
        ],
      ],
      ['2', []],
    ]),
  };
}
