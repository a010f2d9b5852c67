import type { Snapshot } from '#core/improvements/candidate/candidate.ts';
import type { HotFunction } from '#core/performance/windows/metrics-batch.ts';

export const endpoint = 'GET /prices';

/** Commits. */
export const baseline = 'a'.repeat(40);
export const merge = 'b'.repeat(40);
export const revert = 'd'.repeat(40);

const file = 'src/prices.ts';
const names = ['pricesInStock', 'pricesOnSale', 'pricesOfToday'];

const slow = (name: string) => `export function ${name}(items: readonly number[], wanted: readonly number[]) {
  return items.filter((item) => wanted.includes(item));
}
`;

/** Three functions that a rule knows how to fix: a candidate for each of three attempts. */
export const snapshot: Snapshot = {
  commit: baseline,
  files: [{ path: file, text: names.map(slow).join('\n') }],
};

export const hottest: readonly HotFunction[] = names.map((name, i) => ({
  name,
  file,
  line: 1 + 4 * i,
  self: 0.3,
  total: 0.3,
}));

/** A program to which no rule applies. */
export const quickSnapshot: Snapshot = {
  commit: baseline,
  files: [{ path: file, text: 'export const one = () => 1;\n' }],
};
