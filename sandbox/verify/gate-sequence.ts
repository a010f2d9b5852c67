import {
  type Gate,
  type GateName,
  gateNames,
  type VerificationReport,
} from '#core/improvements/candidate/verification-report.ts';

/** What a gate concludes. */
export interface GateResult<Evidence> {
  readonly result: 'passed' | 'failed' | 'skipped';
  /** One sentence with the numbers. */
  readonly detail: string;
  /** The gate failed for a reason other than the candidate, so it proves nothing against the candidate. */
  readonly inconclusive?: boolean;
  readonly evidence: Evidence;
}

export interface TimedGateResult<Evidence> extends GateResult<Evidence> {
  readonly seconds: number;
}

export type VerificationOutcome = Pick<VerificationReport, 'outcome' | 'reason'>;

const longestDetail = 4_000;

/** Runs the gates in order until one fails, and skips the rest. */
export class GateSequence {
  readonly #tried = new Map<GateName, Gate>();
  #verdict: VerificationOutcome | null = null;

  get stopped(): boolean {
    return this.#verdict !== null;
  }

  /** The gate's evidence, or `null` if an earlier gate failed. */
  async try<Evidence>(
    name: GateName,
    judge: () => Promise<TimedGateResult<Evidence>>,
  ): Promise<Evidence | null> {
    if (this.stopped) return null;
    const { result, detail, inconclusive, evidence, seconds } = await judge();
    this.#tried.set(name, { name, result, detail: detail.slice(0, longestDetail), seconds });
    if (result === 'failed')
      this.#verdict = {
        outcome: inconclusive ? 'void' : 'failed',
        reason: detail.slice(0, longestDetail),
      };
    return evidence;
  }

  /** Skips the rest, which proves nothing. */
  abandon(reason: string): void {
    this.#verdict ??= { outcome: 'void', reason };
  }

  /** Every gate once, in order. */
  get gates(): Gate[] {
    return gateNames.map(
      (name) =>
        this.#tried.get(name) ?? { name, result: 'skipped', detail: 'It was not reached.', seconds: 0 },
    );
  }

  get verdict(): VerificationOutcome {
    const last = this.#tried.get(gateNames[gateNames.length - 1] ?? 'benchmark');
    return this.#verdict ?? { outcome: 'passed', reason: last?.detail ?? '' };
  }
}

/**
 * Runs a gate and measures its time. A gate that throws proves nothing: what a candidate makes its processes write may
 * stop its own verification, and never the judge.
 */
export async function timed<Evidence>(
  judge: () => Promise<GateResult<Evidence>>,
): Promise<TimedGateResult<Evidence | null>> {
  const began = performance.now();
  const judgment = await judge().catch(couldNotJudge);
  return { ...judgment, seconds: (performance.now() - began) / 1_000 };
}

function couldNotJudge(error: unknown): GateResult<null> {
  const why = error instanceof Error ? error.message : String(error);
  const detail = `The gate could not be judged: ${why}`;
  return { result: 'failed', inconclusive: true, detail, evidence: null };
}

/** "1 test", "2 tests". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
