import type { CallEvidence } from '#core/proof/call-evidence.ts';
import { builtTargets } from '../calls/built-targets.ts';
import { captureCalls } from '../calls/capture-calls.ts';
import { captureObstacle } from '../calls/capture-obstacle.ts';
import { compareCalls } from '../calls/compare-calls.ts';
import { describeGrowth, isSlower, worstGrowth } from '../calls/growth.ts';
import { isolatedRunner } from '../calls/isolated-runner.ts';
import { knownAnswers } from '../calls/known-answers.ts';
import { functionsCalledBy } from '../calls/read-uses.ts';
import { readSourceModules } from '../calls/source-modules.ts';
import { type ComparisonTargets, findTargets } from '../calls/targets.ts';
import { isForAPerson } from '../calls/tried.ts';
import { count, type GateResult } from '../gate-sequence.ts';
import type { Session } from '../session.ts';

const mostDifferences = 5;
/**
 * Do the changed functions do what they do on the base? They are compared on the calls that tests and requests make, and on
 * calls made up from those.
 */
export async function judgeCalls(session: Session): Promise<GateResult<CallEvidence>> {
  const { trees, job, changes } = session;
  const modules = await readSourceModules(trees.base, job.manifest.sources);
  const targets = await asBuilt(findTargets(changes, modules), session);
  const obstacle = await captureObstacle(session.sandbox.node);
  const captured = obstacle === null ? await captureCalls(session, targets) : { uses: [], summaries: [] };
  const { literals, inner } = targets;
  const comparison = await compareCalls(isolatedRunner(session, targets, knownAnswers(captured.uses)), {
    ...captured,
    changes,
    literals,
    inner,
    seed: job.seed,
  });
  const called = functionsCalledBy(captured.uses);
  const evidence: CallEvidence = {
    functions: [...comparison.functions],
    differences: comparison.differences.slice(0, mostDifferences).map((difference) => ({
      ...difference,
      call: difference.call.slice(0, 4_000),
      difference: difference.difference.slice(0, 1_000),
    })),
    unseen: [
      ...targets.unseen,
      ...targets.functions
        .filter((name) => !called.has(name) && !inner.has(name))
        .map((name) => `${name}: ${obstacle ?? 'no call of it could be captured'}`),
    ].slice(0, 20),
    unexercised: comparison.unexercised,
    growth: worstGrowth(comparison.growth),
    peak: comparison.peak,
  };
  const grave = comparison.differences.find((difference) => !isForAPerson(difference));
  if (grave) {
    const detail = `${grave.name} differs on ${grave.origin === 'captured' ? 'a call that was made' : 'a made-up call'}: ${grave.difference}. Call: ${grave.call}`;
    return { result: 'failed', detail, evidence };
  }
  const slow = evidence.growth.find(isSlower);
  if (slow) {
    const detail = `${slow.name} is slower with lists ${slow.factor} times as long: ${slow.base.toFixed(1)} ms on the base, ${slow.candidate.toFixed(1)} ms on the candidate.`;
    return { result: 'failed', detail, evidence };
  }
  return { result: 'passed', detail: summaryOf(evidence), evidence };
}

async function asBuilt(targets: ComparisonTargets, { trees, base }: Session): Promise<ComparisonTargets> {
  const [before, after] = [
    await builtTargets(targets.base, trees.base, base),
    await builtTargets(targets.candidate, trees.candidate, base),
  ];
  const unseen = new Set([...targets.unseen, ...before.unreachable, ...after.unreachable]);
  return { ...targets, base: before.targets, candidate: after.targets, unseen: [...unseen] };
}

function summaryOf({ functions, unseen, growth }: CallEvidence): string {
  const total = (field: 'compared' | 'captured' | 'generated' | 'unstable'): number =>
    functions.reduce((sum, found) => sum + found[field], 0);
  const made = total('captured') + total('generated');
  const compared =
    `${total('compared')} of ${count(made, 'call')} of ${count(functions.length, 'function')} compared ` +
    `(${total('captured')} were captured, ${total('generated')} made up), no difference`;
  const unstable =
    total('unstable') === 0 ? '' : `; ${total('unstable')} left out, which the base itself does not repeat`;
  const rest = unseen.length === 0 ? '' : `; not compared: ${unseen.slice(0, 3).join('; ')}`;
  return [`${compared}${unstable}${rest}`, ...describeGrowth(growth)].join('; ').concat('.');
}
