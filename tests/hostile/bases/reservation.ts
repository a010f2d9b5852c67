import type { Base } from '../base.ts';

export const reservation: Base = {
  path: 'reservation.js',
  source: `export async function reserve(warehouse, lines) {
  const reserved = [];
  for (const line of lines) {
    const left = await warehouse.stock(line.sku);
    if (left < line.quantity) throw new Error(\`\${line.sku} is sold out\`);
    await warehouse.hold(line.sku, line.quantity);
    reserved.push({ sku: line.sku, left: left - line.quantity });
  }
  return reserved;
}
`,
  program: `import { reserve } from './src/reservation.js';
class Warehouse {
  #held = 0;
  async stock(sku) { return sku.length * 2; }
  async hold(sku, quantity) { this.#held += quantity; return this.#held; }
}
await reserve(new Warehouse(), [{ sku: 'tea', quantity: 2 }, { sku: 'teapot', quantity: 1 }, { sku: 'cup', quantity: 3 }]);
await reserve(new Warehouse(), []);
await reserve(new Warehouse(), [{ sku: 'a', quantity: 9 }]).catch(() => {});
await reserve(new Warehouse(), [{ sku: 'tea', quantity: 1 }, { sku: 'tea', quantity: 2 }]);
`,
};
