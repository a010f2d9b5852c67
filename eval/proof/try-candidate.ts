import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { VerifyJob } from '#core/improvements/jobs.ts';
import { type Review, reviewOf } from '#core/proof/review.ts';
import { Manifest } from '#core/service/manifest.ts';
import { openSandbox } from '#sandbox/isolation/sandbox.ts';
import { inWorkFolder } from '#sandbox/isolation/work-folder.ts';
import type { ChangedFile } from '#sandbox/patch/apply-patch.ts';
import { changedLines } from '#sandbox/patch/changed-lines.ts';
import { findRisks } from '#sandbox/risks/find-risks.ts';
import { makeCandidateTree } from '#sandbox/trees.ts';
import { judgeCalls } from '#sandbox/verify/gates/calls.ts';
import { judgeTests } from '#sandbox/verify/gates/tests.ts';
import { testsOfBase } from '#sandbox/verify/run-tests.ts';
import type { Session } from '#sandbox/verify/session.ts';

/** What the gates `tests` and `calls`, the rules for risks and the review make of a candidate. */
export interface Trial extends Pick<VerificationReport, 'coverage' | 'calls' | 'risks'> {
  readonly rejectedBy: 'tests' | 'calls' | null;
  /** What the last gate said. */
  readonly detail: string;
  readonly review: Review;
  readonly linesChanged: number;
  readonly seconds: number;
}

const manifest = Manifest.parse({
  name: 'corpus',
  language: 'typescript',
  commands: {
    test: 'node --disable-warning=ExperimentalWarning --test --test-reporter=junit --test-reporter-destination="$IRONCLAW_TEST_REPORT" test/*.check.*',
    start: 'node src/server.js',
  },
});

const jobOf = (seed: number): VerifyJob => ({
  job: 'verify',
  improvementId: 'corpus',
  candidateHash: '0'.repeat(64),
  rivals: [],
  baseCommit: '0'.repeat(40),
  manifest,
  endpoint: 'GET /',
  dependencies: null,
  packages: false,
  node: null,
  isolation: 'bubblewrap',
  flakyTests: [],
  seed,
});

/**
 * Runs the gates that compare behavior, as the verify job does: the tests, then the calls, in the real sandbox. Gates that
 * need a running service are left out: a corpus of functions has none.
 *
 * @throws Unavailable without bubblewrap, Error if a gate can conclude nothing.
 */
export async function tryCandidate(base: string, change: ChangedFile, seed: number): Promise<Trial> {
  return inWorkFolder(async (work) => {
    const began = performance.now();
    const sandbox = await openSandbox({ isolation: 'bubblewrap', dependencies: null, work });
    const trees = { base: join(work, 'base'), candidate: join(work, 'candidate') };
    const job = jobOf(seed);
    const log = () => {};
    const line = job.manifest.commands.test;
    const built = { source: trees.base, tree: trees.base, output: [], failure: null };
    const baseTests = testsOfBase({ line, sandbox, log }, trees.base);
    const shared = { job, sandbox, requests: [], log, base: built, baseTests, captures: new Map() };
    const session: Session = { ...shared, trees, changes: [change] };
    try {
      await cp(base, trees.base, { recursive: true });
      await makeCandidateTree(trees.base, trees.candidate, session.changes);
      const judged = await judge(session);
      const risks = [...findRisks(session.changes)];
      return {
        ...judged,
        risks,
        review: reviewOf({ calls: judged.calls, risks }),
        linesChanged: changedLines(change).length,
        seconds: (performance.now() - began) / 1_000,
      };
    } finally {
      sandbox.close();
    }
  });
}

async function judge(session: Session): Promise<Pick<Trial, 'rejectedBy' | 'detail' | 'coverage' | 'calls'>> {
  const tests = await judgeTests(session);
  if (tests.inconclusive) throw new Error(tests.detail);
  const { coverage } = tests.evidence;
  if (tests.result === 'failed') return { rejectedBy: 'tests', detail: tests.detail, coverage, calls: null };
  const { result, detail, evidence } = await judgeCalls(session);
  return { rejectedBy: result === 'failed' ? 'calls' : null, detail, coverage, calls: evidence };
}
