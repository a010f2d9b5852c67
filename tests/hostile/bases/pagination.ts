import type { Base } from '../base.ts';

export const pagination: Base = {
  path: 'pagination.js',
  source: `export function page(items, after, size) {
  if (size < 1) throw new RangeError('a page has at least one item');
  const sorted = [...items].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const start = after === null ? 0 : sorted.findIndex((item) => item.id === after) + 1;
  const part = sorted.slice(start, start + size);
  return { items: part, next: start + size < sorted.length ? part[part.length - 1].id : null, total: sorted.length };
}
`,
  program: `import { page } from './src/pagination.js';
const items = [{ id: 'c', at: 3 }, { id: 'a', at: 1 }, { id: 'b', at: 3 }, { id: 'e', at: 5 }, { id: 'd', at: 2 }];
page(items, null, 2); page(items, 'd', 2); page(items, 'c', 2); page(items, null, 9); page(items, 'gone', 2); page([], null, 3);
try { page(items, null, 0); } catch {}
`,
};
