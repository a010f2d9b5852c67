import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Conflict } from '#core/errors.ts';
import { type Improvement, moveTo, note } from '#core/improvements/improvement.ts';
import { canBecome, isOpen, isUnderWay, type Status, statuses } from '#core/improvements/status.ts';
import { anImprovement } from '../../../support/improvement.ts';

/** The arrows of the diagram in the design. */
const arrows: Readonly<Record<Status, readonly Status[]>> = {
  opportunity: ['generating', 'rejected', 'failed'],
  generating: ['generated', 'opportunity', 'rejected', 'failed'],
  generated: ['testing', 'rejected', 'failed'],
  testing: ['tested', 'generating', 'rejected', 'failed'],
  tested: ['awaiting-approval', 'deploying', 'rejected', 'failed'],
  'awaiting-approval': ['deploying', 'rejected'],
  deploying: ['watching', 'generating', 'rolling-back', 'failed'],
  watching: ['applied', 'rolling-back'],
  applied: ['rolling-back'],
  'rolling-back': ['rolled-back'],
  'rolled-back': [],
  rejected: [],
  failed: ['generating'],
};
const pairs = statuses.flatMap((from) => statuses.map((to) => [from, to] as const));
const allowed = pairs.filter(([from, to]) => arrows[from].includes(to));
const refused = pairs.filter(([from, to]) => !arrows[from].includes(to));

const step = (to: Status) => ({ to, actor: 'user:user-1', at: 1_000, reason: 'it was time', impact: 0.5 });

describe('an improvement', () => {
  it.each(allowed)('goes from %s to %s, with an event', (from, to) => {
    const before = anImprovement({ status: from, revision: 7 });
    const { improvement, expected, event } = moveTo(before, step(to), { attempt: 3 });
    expect(canBecome(from, to)).toBe(true);
    expect(expected).toBe(7);
    expect(improvement).toEqual({
      ...before,
      status: to,
      attempt: 3,
      reason: 'it was time',
      updatedAt: 1_000,
      revision: 8,
    });
    expect(event).toMatchObject({
      actor: 'user:user-1',
      type: `improvement.${to}`,
      subject: `improvement:${before.id}`,
      before: { status: from },
      after: { status: to },
    });
  });

  it.each(refused)('does not go from %s to %s, and names the allowed statuses', (from, to) => {
    const move = () => moveTo(anImprovement({ status: from }), step(to));
    expect(canBecome(from, to)).toBe(false);
    expect(move).toThrow(Conflict);
    expect(move).toThrow(
      expect.objectContaining({
        code: 'improvement/illegal-transition',
        data: { current: from, wanted: to, allowed: arrows[from] },
      }),
    );
  });

  it('counts every change and never leaves a final status', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...statuses), { maxLength: 60 }), (wishes) => {
        let improvement: Improvement = anImprovement();
        let changes = 0;
        for (const wish of wishes) {
          const before = improvement;
          try {
            improvement = moveTo(before, step(wish)).improvement;
            changes += 1;
          } catch (error) {
            expect(error).toBeInstanceOf(Conflict);
          }
          expect(improvement.revision).toBe(1 + changes);
          if (arrows[before.status].length === 0) expect(improvement).toBe(before);
        }
      }),
    );
  });

  it('may change without a new status, also with an event', () => {
    const before = anImprovement({ status: 'watching', revision: 4 });
    const why = {
      type: 'judged-safe',
      actor: 'system:workflow',
      at: 2_000,
      reason: 'no sign of a regression',
    };
    const { improvement, expected, event } = note(before, why, { verdict: 'safe' });
    expect(expected).toBe(4);
    expect(improvement).toEqual({ ...before, verdict: 'safe', updatedAt: 2_000, revision: 5 });
    expect(event).toMatchObject({
      type: 'improvement.judged-safe',
      before: { status: 'watching' },
      after: { status: 'watching' },
    });
  });
});

describe('a status', () => {
  it('is open while it occupies its endpoint', () => {
    expect(statuses.filter((status) => !isOpen(status))).toEqual([
      'applied',
      'rolled-back',
      'rejected',
      'failed',
    ]);
  });

  it('is in progress while there is work on it', () => {
    expect(statuses.filter(isUnderWay)).toEqual([
      'generating',
      'testing',
      'deploying',
      'watching',
      'rolling-back',
    ]);
  });
});
