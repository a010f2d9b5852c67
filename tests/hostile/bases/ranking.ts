import type { Base } from '../base.ts';

export const ranking: Base = {
  path: 'ranking.js',
  source: `export function rank(items) {
  const sorted = [...items];
  sorted.sort((a, b) => b.score - a.score);
  return sorted;
}

export function best(items, count) {
  return rank(items).slice(0, count);
}
`,
  program: `import { best, rank } from './src/ranking.js';
const items = [{ id: 'a', score: 1 }, { id: 'b', score: 3 }, { id: 'c', score: 2 }, { id: 'd', score: 3 }, { id: 'e', score: 0 }];
rank(items); rank([]); rank(items.slice(2)); rank([{ id: 'z', score: 1.5 }]);
best(items, 2); best(items, 9); best([], 3); best(items.slice(1, 4), 1);
`,
};
