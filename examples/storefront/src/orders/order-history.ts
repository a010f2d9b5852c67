import type { Product } from '../catalogue/product.ts';
import type { OrderLine } from './order-line.ts';

/** An order line as the customer sees it. */
export interface OrderedItem {
  readonly order: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  /** In cents, for all of them. */
  readonly total: number;
}

/** Gives each line the name of its product: of two products with one SKU, the first. */
export function orderHistory(lines: readonly OrderLine[], products: readonly Product[]): OrderedItem[] {
  return lines.map((line) => {
    const product = products.find((product) => product.sku === line.sku);
    return {
      order: line.order,
      sku: line.sku,
      name: product?.name ?? 'No longer sold',
      quantity: line.quantity,
      total: line.quantity * line.price,
    };
  });
}
