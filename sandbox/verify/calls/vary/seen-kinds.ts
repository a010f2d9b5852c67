import type { Encoded, RecordedUse } from '../../../runners/node/encoded.ts';
import { mapLeaves } from './map-leaves.ts';
import { kindOf, ObservedInputs } from './observed-values.ts';

/**
 * Tells whether a use has only values of the kinds that captured ones have at their places: another number, another text, but no
 * number in the place of a text.
 */
export function ofSeenKinds(captured: readonly RecordedUse[]): (use: RecordedUse) => boolean {
  const byMethod = Map.groupBy(captured.flatMap(argumentsIn), ({ method }) => method);
  const observed = new Map(
    [...byMethod].map(([method, own]) => [
      method,
      new ObservedInputs(
        own.map(({ args }) => args),
        new Set(),
      ),
    ]),
  );
  return (use) =>
    argumentsIn(use).every(({ method, args }) => {
      const places = observed.get(method);
      return places !== undefined && args.every((arg, i) => areKindsSeen(arg, String(i), places));
    });
}

function areKindsSeen(value: Encoded, at: string, observed: ObservedInputs): boolean {
  let areSeen = true;
  mapLeaves(value, at, (leaf, place) => {
    areSeen &&= observed.at(place)?.kinds.has(kindOf(leaf)) ?? false;
    return leaf;
  });
  return areSeen;
}

const argumentsIn = (use: RecordedUse): readonly { method: string; args: readonly Encoded[] }[] =>
  use.kind === 'call'
    ? [{ method: '', args: use.args }]
    : [{ method: 'constructor', args: use.args }, ...use.calls];
