/**
 * Joins orders with their customers and products, in the order of the orders.
 *
 * @param {{ id: string, customer: string, lines: { sku: string, count: number }[] }[]} orders
 * @param {{ id: string, name: string, active: boolean }[]} customers of two with one id, the first counts
 * @param {{ sku: string, cents: number, tags: string[] }[]} products of two with one SKU, the first counts
 * @throws {RangeError} if an order names a product that there is not
 */
export function joinOrders(orders, customers, products) {
  return orders.map((order) => {
    const customer = customers.find(({ id }) => id === order.customer);
    let cents = 0;
    let tags = [];
    for (const line of order.lines) {
      const product = products.find(({ sku }) => sku === line.sku);
      if (!product) throw new RangeError(`order ${order.id}: no product ${line.sku}`);
      cents += product.cents * line.count;
      tags = [...tags, ...product.tags.filter((tag) => !tags.includes(tag))];
    }
    return {
      id: order.id,
      customer: customer?.active ? customer.name : null,
      lines: order.lines,
      cents,
      tags,
    };
  });
}
