import type { CartLine } from '../carts/carts.ts';
import type { Warehouse } from './warehouse.ts';

export interface LineEstimate {
  readonly sku: string;
  readonly inStock: boolean;
  /** Until the line can leave the warehouse. */
  readonly days: number;
}

/** Asks the warehouse when each line can leave it. The estimates come in the order of the lines. */
export async function deliveryEstimate(
  warehouse: Warehouse,
  lines: readonly CartLine[],
): Promise<LineEstimate[]> {
  const estimates: LineEstimate[] = [];
  for (const line of lines) {
    const stock = await warehouse.stock(line.sku);
    const inStock = stock.available >= line.quantity;
    estimates.push({ sku: line.sku, inStock, days: inStock ? 0 : stock.restockDays });
  }
  return estimates;
}
