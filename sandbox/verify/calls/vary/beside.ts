import type { Encoded } from '../../../runners/node/encoded.ts';
import { isDate } from './dates.ts';
import { mapLeaves } from './map-leaves.ts';

/** Numbers and dates of one call: what one of them means may depend on another one. */
export interface Beside {
  readonly numbers: readonly number[];
  readonly dates: readonly string[];
}

const most = 6;

export function besideIn(values: readonly Encoded[]): Beside {
  const numbers = new Set<number>();
  const dates = new Set<string>();
  for (const value of values)
    mapLeaves(value, '', (leaf) => {
      if (typeof leaf === 'number') numbers.add(leaf);
      if (typeof leaf === 'string' && isDate(leaf)) dates.add(leaf);
      return leaf;
    });
  // What stands alone, outside of lists, stands last as a rule: `from`, `today`.
  return { numbers: [...numbers].slice(-most), dates: [...dates].slice(-most) };
}
