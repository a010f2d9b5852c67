import type { Base } from '../base.ts';

export const dedupe: Base = {
  path: 'dedupe.js',
  source: `export function unique(values) {
  const found = [];
  for (const value of values) if (!found.includes(value)) found.push(value);
  return found;
}

export function countByKey(entries) {
  const counts = new Map();
  for (const { key } of entries) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, count]) => ({ key, count }));
}
`,
  program: `import { countByKey, unique } from './src/dedupe.js';
unique([1, '1', 2, 1, '2', 2]); unique(['a', 'b', 'a']); unique([]); unique([3, 3, 3]); unique([null, undefined, null]);
const both = { id: 1 };
unique([both, { id: 1 }, both]);
countByKey([{ key: 'a' }, { key: 'b' }, { key: 'a' }]);
countByKey([{ key: 1 }, { key: '1' }, { key: 2 }]);
countByKey([]); countByKey([{ key: 'x' }, { key: 'constructor' }]);
countByKey([{ key: '10' }, { key: '9' }, { key: '10' }]);
`,
};
