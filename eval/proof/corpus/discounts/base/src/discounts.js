/**
 * Applies discounts to a cart: each line gets the largest of the rules for it, and the cart its total. The cart is changed.
 *
 * @param {{ lines: { sku: string, cents: number, count: number, discount?: number }[], total?: number }} cart whole numbers
 * @param {{ sku: string, percent: number, least: number }[]} rules `least`: from so many articles in the cart on
 * @returns the cart
 * @throws {RangeError} if a percentage is not from 0 to 100; then nothing was changed
 */
export function applyDiscounts(cart, rules) {
  for (const { sku, percent } of rules)
    if (!(percent >= 0 && percent <= 100)) throw new RangeError(`${sku}: ${percent} %`);
  for (const line of cart.lines) {
    const inCart = cart.lines
      .filter(({ sku }) => sku === line.sku)
      .reduce((sum, { count }) => sum + count, 0);
    const percents = rules
      .filter(({ sku, least }) => sku === line.sku && inCart >= least)
      .map(({ percent }) => percent);
    line.discount = Math.round((line.cents * line.count * Math.max(0, ...percents)) / 100);
  }
  cart.total = cart.lines.reduce((sum, { cents, count, discount }) => sum + cents * count - discount, 0);
  return cart;
}
