import type { Improvement } from '#core/improvements/improvement.ts';
import { roundedDown } from '#core/numbers/rounded-down.ts';
import { isMirroring } from '#core/rollouts/rollout.ts';

/** An event of an improvement for people: one word, and one sentence with the numbers. */
export interface ProgressLine {
  readonly word: string;
  readonly text: string;
}

type Describe = (improvement: Improvement, reason: string) => ProgressLine | null;

const short = (commit: string | undefined): string => commit?.slice(0, 7) ?? 'none';

/** By event type. Steps that only prepare another one are not printed. */
const descriptions: Readonly<Record<string, Describe>> = {
  'improvement.opportunity': ({ snoozedUntil }, reason) => ({
    word: snoozedUntil === null ? 'found' : 'snoozed',
    text: reason,
  }),
  'improvement.generated': ({ candidate }, reason) => ({
    word: 'generated',
    text: `by ${reason} (${candidate?.path}, ${candidate?.linesChanged} lines)`,
  }),
  'improvement.testing': (_, reason) => ({ word: 'testing', text: reason }),
  'improvement.tested': (improvement) => ({ word: 'proven', text: proof(improvement) }),
  'improvement.generating': (_, reason) =>
    reason.startsWith('attempt 1') ? null : { word: 'again', text: reason },
  'improvement.awaiting-approval': (_, reason) => ({ word: 'waiting', text: `for an approver: ${reason}` }),
  'improvement.approved': (_, reason) => ({ word: 'approved', text: reason }),
  'improvement.watching': ({ release, rollout }, reason) => ({
    word: rollout && isMirroring(rollout) ? 'mirror' : 'canary',
    text: `committed as ${short(release?.commit)}; ${reason}`,
  }),
  'improvement.mirrored': (_, reason) => ({ word: 'canary', text: reason }),
  'improvement.mirror-regressed': (_, reason) => ({ word: 'regressed', text: reason }),
  'improvement.rollout-restarted': (_, reason) => ({ word: 'canary', text: `restarted: ${reason}` }),
  'improvement.progressed': (_, reason) => ({ word: 'watching', text: reason }),
  'improvement.judged-safe': (_, reason) => ({ word: 'safe', text: reason }),
  'improvement.judged-regressed': (_, reason) => ({ word: 'regressed', text: reason }),
  'improvement.judged-inconclusive': (_, reason) => ({ word: 'inconclusive', text: reason }),
  'improvement.judged-cannot-judge': (_, reason) => ({ word: 'cannot judge', text: reason }),
  'improvement.applied': () => ({ word: 'promoted', text: 'the new version serves every request' }),
  'improvement.measured': (_, reason) => ({ word: 'measured', text: reason }),
  'improvement.rolling-back': (_, reason) => ({
    word: 'rolled back',
    text: `all requests are on the baseline again: ${reason}`,
  }),
  'improvement.rolled-back': ({ revert }) => ({
    word: 'reverted',
    text: `by commit ${short(revert ?? undefined)}`,
  }),
  'improvement.rejected': (_, reason) => ({ word: 'rejected', text: reason }),
  'improvement.failed': (_, reason) => ({ word: 'failed', text: reason }),
};

export function progressLineOf(type: string, improvement: Improvement, reason: string): ProgressLine | null {
  return descriptions[type]?.(improvement, reason) ?? null;
}

function proof({ report, confidence }: Improvement): string {
  const passed = report?.gates.filter(({ result }) => result === 'passed').length ?? 0;
  const gain = report?.benchmark;
  const speed = gain
    ? `${gain.ratio.toFixed(1)}x faster (95 % CI ${gain.low.toFixed(1)} to ${gain.high.toFixed(1)}), `
    : '';
  return (
    `${passed} of ${report?.gates.length ?? 0} gates passed, ${report?.tests?.ran ?? 0} tests, ` +
    `${report?.equivalence?.compared ?? 0} identical responses, ${speed}confidence ${roundedDown(confidence?.value ?? 0)}`
  );
}
