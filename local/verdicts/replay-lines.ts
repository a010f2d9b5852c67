import type { Replay } from '#core/rollouts/replay/replay-verdict.ts';
import type { FoundVerdict } from './find-verdict.ts';

/** What a replay found, for people. */
export function replayLines(
  { verdict, isAsRecorded }: Pick<FoundVerdict, 'verdict' | 'isAsRecorded'>,
  { differences }: Replay,
): { readonly lines: readonly string[]; readonly isSame: boolean } {
  const weight = verdict.evidence.steps.at(-1)?.weight ?? 0;
  const about = `The verdict of ${new Date(verdict.at).toISOString()} on ${verdict.improvement} at ${weight} %`;
  const tampered = 'Its evidence is not what the record of the improvement names: the hashes differ.';
  const isSame = differences.length === 0 && isAsRecorded !== false;
  return {
    isSame,
    lines: [
      `${about}${differences.length === 0 ? ' is the same again, byte for byte.' : ' is another one now:'}`,
      ...differences.map((difference) => `  ${difference}`),
      ...(isAsRecorded === false ? [tampered] : []),
    ],
  };
}
