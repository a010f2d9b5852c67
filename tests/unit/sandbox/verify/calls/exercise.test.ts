import { describe, expect, it } from 'vitest';
import { openSandbox } from '#sandbox/isolation/sandbox.ts';
import { inWorkFolder } from '#sandbox/isolation/work-folder.ts';
import type { RecordedCall } from '#sandbox/runners/node/encoded.ts';
import { measureExercise } from '#sandbox/verify/calls/exercise.ts';
import { findTargets } from '#sandbox/verify/calls/targets.ts';
import { fastTotals, kioskText, makeKiosk, makeVerifyJob, totalsFile } from '../../support/kiosk.ts';

const sale = {
  $: 'object',
  properties: [
    ['product', 'pen'],
    ['cents', 150],
  ],
} as const;
const call: RecordedCall = {
  kind: 'call',
  target: `${totalsFile}#totalsByProduct`,
  self: { $: 'undefined' },
  args: [{ $: 'array', items: [sale, sale] }],
  answers: {},
};

const slowTotals = kioskText(totalsFile);
const withHiddenBranch = (text: string): string =>
  text.replace(/(totalsByProduct.*\n)/, '$1  if (sales.length === 123_456) return {};\n');

/** What the call runs of a change of the kiosk's file. */
async function exerciseOf(before: string, after: string) {
  const { job } = makeVerifyJob();
  return inWorkFolder(async (work) => {
    const sandbox = await openSandbox({ isolation: 'process', dependencies: null, work });
    const changes = [{ path: totalsFile, before, after }];
    const trees = {
      base: makeKiosk({ [totalsFile]: before }),
      candidate: makeKiosk({ [totalsFile]: after }),
    };
    const session = { job, sandbox, trees, changes, requests: [], log: () => {} };
    const exercise = await measureExercise(session, findTargets(changes, new Map()), [call]);
    sandbox.close();
    return exercise;
  });
}

describe('what the compared calls run of a change', () => {
  it('is all of it if no line is left out on either side', async () => {
    const exercise = await exerciseOf(slowTotals, fastTotals);
    expect(exercise?.changed).toBeGreaterThan(4);
    expect(exercise).toMatchObject({ executed: exercise?.changed, idle: [] });
  });

  it('leaves out a line of which a condition is never true', async () => {
    const { idle, changed, executed } = (await exerciseOf(slowTotals, withHiddenBranch(fastTotals))) ?? {};
    expect(idle).toEqual(['src/totals.ts:8 of the candidate: if (sales.length === 123_456) return {};']);
    expect(executed).toBe((changed ?? 0) - 1);
  });

  it('leaves out such a line of the base, too, which the candidate may have dropped', async () => {
    const exercise = await exerciseOf(withHiddenBranch(slowTotals), fastTotals);
    expect(exercise?.idle).toEqual(['src/totals.ts:8 of the base: if (sales.length === 123_456) return {};']);
  });
});
