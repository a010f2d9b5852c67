import { InvalidInput } from '../../errors.ts';
import { canonicalJson, type Json } from '../../events/canonical-json.ts';
import { judgeRollout } from '../judge-rollout.ts';
import type { RolloutJudgment } from '../judgment.ts';
import type { RecordedVerdict } from './recorded-verdict.ts';

/** What judging the recorded evidence again says. */
export interface Replay {
  readonly judgment: RolloutJudgment;
  /** One sentence for each part of the judgment that is another one now; empty if it is the same, byte for byte. */
  readonly differences: readonly string[];
}

/**
 * Judges the evidence of a recorded verdict again. The judge is a function of the evidence alone, so a difference means
 * that another version of it judged, or that the record was changed.
 * @throws InvalidInput `verdict/invalid` if the evidence cannot be judged.
 */
export function replayVerdict({ evidence, judgment: recorded }: RecordedVerdict): Replay {
  const judgment = judgeAgain(evidence);
  const parts = [...new Set([...Object.keys(recorded), ...Object.keys(judgment)])].toSorted();
  const differences = parts.flatMap((part) => {
    const [before, now] = [textOf(recorded, part), textOf(judgment, part)];
    return before === now ? [] : [`${part} is recorded as ${before}, and is ${now} now`];
  });
  return { judgment, differences };
}

function judgeAgain(evidence: RecordedVerdict['evidence']): RolloutJudgment {
  try {
    return judgeRollout(evidence);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new InvalidInput(`the recorded evidence cannot be judged: ${cause.message}.`, {
      code: 'verdict/invalid',
      cause,
    });
  }
}

function textOf(judgment: object, part: string): string {
  const value = (judgment as Readonly<Record<string, Json | undefined>>)[part];
  return value === undefined ? 'nothing' : canonicalJson(value);
}

/** The judgment as one line: equal judgments give equal lines. */
export const judgmentText = (judgment: RolloutJudgment): string => canonicalJson(judgment as unknown as Json);
