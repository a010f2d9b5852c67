import * as z from 'zod';
import type { Result } from '../../runners/node/result.ts';

const Outcome = z.looseObject({
  how: z.enum(['returned', 'threw', 'resolved', 'rejected', 'pending', 'unrecorded']),
});
const Line = z.looseObject({
  outcome: Outcome,
  after: z.array(z.unknown()),
  asked: z.array(z.string()),
  madeUp: z.array(z.string()),
  again: Outcome.nullable(),
  milliseconds: z.number().nonnegative(),
  peak: z.number().int().nonnegative(),
});

/**
 * Reads what a version wrote. A candidate can write what it likes: from the first line on that is no result there are
 * none, as from a version that ended there.
 */
export function readResults(text: string): readonly Result[] {
  const results: Result[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const read = readLine(line);
    if (read === null) break;
    results.push(read);
  }
  return results;
}

function readLine(line: string): Result | null {
  try {
    return Line.parse(JSON.parse(line)) as unknown as Result;
  } catch {
    return null;
  }
}
