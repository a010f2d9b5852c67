/** What a warehouse holds, and what of it is reserved. */
export class Inventory {
  /** @param {{ sku: string, count: number }[]} items of two with one SKU, the first counts */
  constructor(items) {
    this.items = items.map(({ sku, count }) => ({ sku, count }));
    this.reservations = [];
  }

  /** How many of an article can be reserved; 0 if there is none. */
  available(sku) {
    const item = this.items.find((found) => found.sku === sku);
    if (!item) return 0;
    return this.reservations
      .filter((reservation) => reservation.sku === sku)
      .reduce((left, { count }) => left - count, item.count);
  }

  /**
   * Reserves all lines of an order, or none. Returns the number of all reservations.
   *
   * @param {{ sku: string, count: number }[]} lines
   * @throws {Error} `not enough x for order o`, for the first line of which there is not enough
   */
  reserve(order, lines) {
    for (const { sku } of lines) {
      const needed = lines.filter((line) => line.sku === sku).reduce((sum, { count }) => sum + count, 0);
      if (this.available(sku) < needed) throw new Error(`not enough ${sku} for order ${order}`);
    }
    for (const { sku, count } of lines) this.reservations = [...this.reservations, { order, sku, count }];
    return this.reservations.length;
  }

  /** Gives back what an order had reserved. Returns how many articles that are. */
  release(order) {
    const released = this.reservations.filter((reservation) => reservation.order === order);
    this.reservations = this.reservations.filter((reservation) => !released.includes(reservation));
    return released.reduce((sum, { count }) => sum + count, 0);
  }
}
