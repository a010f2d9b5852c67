import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from './fit.ts';

const file = join(import.meta.dirname, 'data/examples.jsonl');

/**
 * What the weights of the confidence were fitted to: a test fits them again, without trying all candidates.
 * @internal
 */
export const readExamples = (): readonly Example[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Example);

/** Keeps the examples, with parts to four digits, in an order that does not depend on how they were tried. */
export function keepExamples(examples: readonly Example[]): void {
  const lines = examples.map(({ function: name, isRight, parts }) =>
    JSON.stringify({
      function: name,
      isRight,
      parts: Object.fromEntries(
        Object.entries(parts).map(([part, value]) => [part, Number(value.toFixed(4))]),
      ),
    }),
  );
  writeFileSync(
    file,
    lines
      .toSorted()
      .map((line) => `${line}\n`)
      .join(''),
  );
}
