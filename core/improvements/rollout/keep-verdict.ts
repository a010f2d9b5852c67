import type { RolloutJudgment } from '../../rollouts/judgment.ts';
import type { KeptVerdict } from '../../rollouts/replay/kept-verdict.ts';
import { type VerdictEvidence, verdictText } from '../../rollouts/replay/recorded-verdict.ts';
import { currentWeight, type Rollout } from '../../rollouts/rollout.ts';
import type { ImprovementDependencies } from '../dependencies.ts';

/** A response of the API has at most 6 MB on Lambda. */
const mostCharacters = 4_000_000;

interface Judged {
  readonly improvement: string;
  readonly rollout: Rollout;
  readonly evidence: VerdictEvidence;
  readonly judgment: RolloutJudgment;
  readonly at: number;
}

/**
 * Writes the evidence of a verdict beside the improvement, so that anybody can judge again. A verdict never waits for
 * it: where it cannot be kept, the record says why, and a regression is rolled back all the same.
 */
export async function keepVerdict(
  { improvement, rollout, evidence, judgment, at }: Judged,
  { artifacts }: Pick<ImprovementDependencies, 'artifacts'>,
): Promise<KeptVerdict> {
  const about = { at, weight: currentWeight(rollout), verdict: judgment.verdict };
  const text = verdictText({ format: 'ironclaw-verdict-1', improvement, at, evidence, judgment });
  if (text.length > mostCharacters)
    return {
      ...about,
      file: null,
      obstacle: `its evidence has ${text.length} characters; at most ${mostCharacters} are kept`,
    };
  const key = `verdicts/${improvement}/${at}.json`;
  try {
    await artifacts.write(key, text);
    return { ...about, file: { key, sha256: await sha256Of(text) }, obstacle: null };
  } catch (error) {
    return { ...about, file: null, obstacle: error instanceof Error ? error.message : String(error) };
  }
}

/** In lower-case hexadecimal. */
async function sha256Of(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
