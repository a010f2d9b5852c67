import type { Encoded, RecordedAnswer } from '../encoded.ts';
import type { Replacement } from './echo.ts';
import { leavesOf, shapeOf } from './leaves.ts';

/** A recorded answer that could be the one to another question. */
interface Near {
  readonly answer: RecordedAnswer;
  /** How the other question differs. */
  readonly replacements: readonly Replacement[];
}

/** The recorded question of the same shape that differs least; of several, one that the question itself decides. */
export function nearestOf(answers: readonly RecordedAnswer[], args: readonly Encoded[]): Near | undefined {
  const shape = args.map(shapeOf).join();
  const asked = args.flatMap(leavesOf);
  const possible = answers
    .filter((answer) =>
      canBeMadeUp([answer.args, 'value' in answer.outcome ? answer.outcome.value : null].flat()),
    )
    .filter((answer) => answer.args.map(shapeOf).join() === shape)
    .map((answer) => {
      const replacements = answer.args
        .flatMap(leavesOf)
        .map((leaf, i): Replacement => [leaf, asked[i] ?? null])
        .filter(([leaf, other]) => JSON.stringify(leaf) !== JSON.stringify(other));
      return { answer, replacements, weight: hashOf(JSON.stringify(replacements)) };
    });
  // `toSorted` came with Node 20.
  return possible.sort((a, b) => a.replacements.length - b.replacements.length || b.weight - a.weight)[0];
}

/** FNV-1a, then mixed: of two texts that differ in their last letter either may have the larger number. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** A function has no text to compare, and an iterator can be read but once. */
export const canBeMadeUp = (values: readonly Encoded[]): boolean =>
  !/"\$":"(?:opaque|double|source|iterated)"/.test(JSON.stringify(values));
