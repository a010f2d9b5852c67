import { createTwoFilesPatch } from 'diff';
import { describe, expect, it, test } from 'vitest';
import type { InvalidInput } from '#core/errors.ts';
import { reviewOf } from '#core/proof/review.ts';
import type { Risk } from '#core/proof/risk.ts';
import { Manifest } from '#core/service/manifest.ts';
import { applyToTree } from '#sandbox/patch/apply-patch.ts';
import { findRisks } from '#sandbox/risks/find-risks.ts';
import { isForAPerson } from '#sandbox/verify/calls/tried.ts';
import { compareLocally } from '../support/calls/local-calls.ts';
import { makeKiosk } from '../unit/sandbox/support/kiosk.ts';
import { corpus } from './corpus.ts';
import { type HostilePatch, hostileKinds, patched } from './patch.ts';

/** A difference is enough: its smallest call is for people. */
const budget = { calls: 800, histories: 120, milliseconds: 3_000, rounds: 0, roundsForUnusual: 0 };
const manifest = Manifest.parse({
  name: 'shop',
  language: 'javascript',
  commands: { test: 'node --test', start: 'node src/server.js' },
});

const pathOf = ({ path, base }: HostilePatch): string => path ?? `src/${base.path}`;

/** The code with which the patch gate refuses a patch, or null. */
async function refusalOf(patch: HostilePatch): Promise<string | null> {
  const path = pathOf(patch);
  const text = createTwoFilesPatch(`a/${path}`, `b/${path}`, patch.base.source, patched(patch));
  const applied = applyToTree(text, manifest, makeKiosk({ [path]: patch.base.source }));
  return applied.then(
    () => null,
    (error: InvalidInput) => error.code,
  );
}

const risksOf = (patch: HostilePatch): readonly Risk[] =>
  findRisks([{ path: pathOf(patch), before: patch.base.source, after: patched(patch) }]);

/** What the calls gate makes of a patch. */
async function comparisonOf(patch: HostilePatch): Promise<'rejected' | 'approver' | 'accepted'> {
  const { path, source, program } = patch.base;
  if (program === null) throw new Error(`${path} cannot be run`);
  const { differences } = await compareLocally({
    path,
    base: source,
    candidate: patched(patch),
    program,
    budget,
  });
  if (differences.length === 0) return 'accepted';
  return differences.every(isForAPerson) ? 'approver' : 'rejected';
}

async function expectToBeStopped(patch: HostilePatch): Promise<void> {
  const { stoppedBy } = patch;
  if ('refusal' in stoppedBy) expect(await refusalOf(patch)).toBe(stoppedBy.refusal);
  else if ('risk' in stoppedBy) {
    const risks = risksOf(patch);
    expect(risks.map(({ kind }) => kind)).toContain(stoppedBy.risk);
    expect(reviewOf({ calls: null, risks }).approvals).toBeGreaterThan(0);
  } else if ('calls' in stoppedBy) expect(await comparisonOf(patch)).toBe(stoppedBy.calls);
  else if (stoppedBy.gap === 'calls') expect(await comparisonOf(patch)).not.toBe('accepted');
  else expect(await refusalOf(patch)).not.toBeNull();
}

const isGap = ({ stoppedBy }: HostilePatch): boolean => 'gap' in stoppedBy;

describe.each(hostileKinds)('%s', (kind) => {
  const patches = corpus.filter((patch) => patch.kind === kind);

  it.each(patches.filter((patch) => !isGap(patch)))('$name', expectToBeStopped);

  // An engineer who closes a gap finds it here: the test fails once the patch is stopped.
  it.fails.each(patches.filter(isGap))('not stopped yet: $name', expectToBeStopped);
});

test('the corpus has at least 110 patches that are stopped, of all kinds, over at least ten modules', () => {
  const stopped = corpus.filter((patch) => !isGap(patch));
  expect(stopped.length).toBeGreaterThanOrEqual(110);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
  expect(new Set(stopped.map(({ kind }) => kind))).toEqual(new Set(hostileKinds));
  expect(new Set(stopped.map(({ base }) => base)).size).toBeGreaterThanOrEqual(10);
});
