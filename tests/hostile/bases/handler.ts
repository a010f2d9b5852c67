import type { Base } from '../base.ts';

export const handler: Base = {
  path: 'handler.js',
  source: `import { findProducts } from './products.js';

export function listProducts(request, response) {
  const products = findProducts(request.query.category);
  const names = products.map((product) => products.find((other) => other.sku === product.sku).name);
  response.status(200).json({ names, count: names.length });
}

export function toBody(products) {
  return { names: products.map(({ name }) => name), count: products.length };
}
`,
  program: null,
};
