import type { BaseReplay } from '#core/improvements/base/base-report.ts';
import type { CheckBaseJob, RecordedRequest } from '#core/improvements/jobs.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { timed } from '../verify/gate-sequence.ts';
import { judgeEquivalence } from '../verify/gates/equivalence.ts';

interface Replayed {
  readonly job: CheckBaseJob;
  readonly sandbox: Sandbox;
  readonly tree: string;
  readonly requests: readonly RecordedRequest[];
}

/** Tries the gate that compares responses on the base itself: a change that does nothing would have to pass it. */
export async function tryReplay({ job, sandbox, tree, requests }: Replayed): Promise<BaseReplay> {
  const trees = { base: tree, candidate: tree };
  const judged = await timed(() => judgeEquivalence({ job, sandbox, trees, requests }));
  const hasPassed = judged.result === 'passed';
  const isRefusal = !hasPassed && judged.inconclusive !== true;
  const detail = isRefusal ? `The base does not repeat itself. ${judged.detail}` : judged.detail;
  return {
    endpoint: job.endpoint,
    result: hasPassed ? 'works' : 'fails',
    detail: detail.slice(0, 1_000),
    seconds: judged.seconds,
  };
}
