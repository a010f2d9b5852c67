import * as z from 'zod';
import { parseJson } from '../../validation.ts';
import type { judgeRollout } from '../judge-rollout.ts';
import type { RolloutJudgment } from '../judgment.ts';

/** What a verdict is made from: counts, the plan, and nothing else. */
export type VerdictEvidence = Parameters<typeof judgeRollout>[0];

const Count = z.number().min(0);
const Counts = z.looseObject({
  requests: Count,
  errors: Count,
  slower: z.tuple([Count, Count, Count]),
  aboveQuartile: Count,
});
const Step = z.looseObject({
  comparison: z.enum(['concurrent', 'before-after']),
  weight: z.number().min(1).max(100),
  seconds: Count,
  endpoints: z.array(z.looseObject({ endpoint: z.string(), canary: Counts, baseline: Counts })),
});
const Evidence = z.looseObject({
  plan: z.looseObject({
    steps: z.array(z.looseObject({ weight: z.number(), seconds: z.number(), requests: z.number() })).min(1),
    alpha: z.number().positive().max(1),
  }),
  endpoint: z.string().min(1),
  steps: z.array(Step).min(1),
});

/** The form of {@link RecordedVerdict}. Fields that it does not name are kept: the evidence may have more. */
const Recorded = z.strictObject({
  format: z.literal('ironclaw-verdict-1'),
  improvement: z.string().min(1),
  at: z.number(),
  evidence: Evidence,
  judgment: z.looseObject({ verdict: z.string(), reason: z.string() }),
});

/** A verdict with everything that it was made from: anybody can judge again. */
export interface RecordedVerdict {
  readonly format: 'ironclaw-verdict-1';
  /** The id of the improvement. */
  readonly improvement: string;
  /** When it was judged, in milliseconds since 1970. */
  readonly at: number;
  readonly evidence: VerdictEvidence;
  readonly judgment: RolloutJudgment;
}

/** The text of a file with the verdict. Equal verdicts have equal texts, so that a hash can stand for one. */
export const verdictText = (verdict: RecordedVerdict): string => JSON.stringify(verdict);

/** @throws InvalidInput `verdict/invalid` if the text is not that of a recorded verdict. */
export const readVerdict = (text: string): RecordedVerdict =>
  parseJson(Recorded, text, 'the recorded verdict', 'verdict/invalid') as unknown as RecordedVerdict;
