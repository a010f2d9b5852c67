import type { Encoded } from '../../../runners/node/encoded.ts';
import { mapLeaves } from './map-leaves.ts';
import type { ObservedInputs } from './observed-values.ts';

/** Objects of one copy have numbers below this, so that those of another copy are others. */
const objectsOfCopy = 1_000_000;

/** The values with each text marked by its copy; the first copy, and names of options, stay as they are. */
export function relabeled(
  values: readonly Encoded[],
  copy: number,
  observed: ObservedInputs,
): readonly Encoded[] {
  if (copy === 0) return values;
  const relabel = (leaf: Encoded, place: string): Encoded =>
    typeof leaf === 'string' && !observed.at(place)?.areOptions ? `${leaf}~${copy}` : leaf;
  return values.map((value, i) => mapLeaves(value, String(i), relabel, (id) => id + copy * objectsOfCopy));
}
