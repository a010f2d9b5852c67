import type { Base } from '../base.ts';

export const search: Base = {
  path: 'search.js',
  source: `export function search(products, query) {
  const words = query.toLowerCase().split(' ').filter((word) => word !== '');
  const found = products.filter((product) => words.every((word) => product.name.toLowerCase().includes(word)));
  return found.map(({ sku, name }) => ({ sku, name }));
}

export function firstNamed(products, name) {
  return products.find((product) => product.name === name) ?? null;
}
`,
  program: `import { firstNamed, search } from './src/search.js';
const products = [
  { sku: 1, name: 'Green Tea', cost: 3 }, { sku: 2, name: 'Black Tea' }, { sku: 3, name: 'Tea Cup', cost: 2 },
  { sku: 4, name: 'Teapot' }, { sku: 5, name: 'Green Cup' }, { sku: 6, name: 'Green Tea' },
];
search(products, 'tea'); search(products, 'green tea'); search(products, ''); search(products, 'coffee');
search([], 'tea'); search(products.slice(2), 'CUP'); search(products, 'tea tea');
firstNamed(products, 'Green Tea'); firstNamed(products, 'Coffee'); firstNamed([], 'Tea'); firstNamed(products, 'Teapot');
`,
};
