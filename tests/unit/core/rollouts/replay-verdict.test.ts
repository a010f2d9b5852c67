import { describe, expect, it } from 'vitest';
import { readVerdict, verdictText } from '#core/rollouts/replay/recorded-verdict.ts';
import { judgmentText, replayVerdict } from '#core/rollouts/replay/replay-verdict.ts';
import { evidenceWith, recordedVerdict } from '../../../support/verdict.ts';

describe('a recorded verdict', () => {
  it.each([
    ['safe', 6],
    ['regressed', 90],
  ])('%s is the same again, byte for byte, after it was written and read', (verdict, errors) => {
    const recorded = recordedVerdict(errors);
    const replay = replayVerdict(readVerdict(verdictText(recorded)));
    expect(replay.judgment.verdict).toBe(verdict);
    expect(replay.differences).toEqual([]);
    expect(judgmentText(replay.judgment)).toBe(judgmentText(recorded.judgment));
  });

  it('differs where its evidence was changed, and says in what', () => {
    const changed = { ...recordedVerdict(90), evidence: evidenceWith(6) };
    const { differences } = replayVerdict(changed);
    expect(differences.map((difference) => difference.split(' ')[0])).toEqual(
      expect.arrayContaining(['logEvidence', 'reason', 'verdict']),
    );
    expect(differences.find((difference) => difference.startsWith('verdict'))).toBe(
      'verdict is recorded as "regressed", and is "safe" now',
    );
  });

  it('differs where its judgment was changed, also by a part that it should not have', () => {
    const recorded = recordedVerdict(6);
    const judgment = { ...recorded.judgment, approvedBy: 'nobody' };
    expect(replayVerdict({ ...recorded, judgment }).differences).toEqual([
      'approvedBy is recorded as "nobody", and is nothing now',
    ]);
  });

  it('keeps parts of the evidence that this version does not know', () => {
    const text = verdictText(recordedVerdict(6)).replace('"seconds":600,', '"seconds":600,"later":1,');
    expect(readVerdict(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['no JSON', 'nonsense', /^the recorded verdict is not JSON/],
    ['another file', '{}', /^the recorded verdict is not valid: format/],
    [
      'a number that is none',
      verdictText(recordedVerdict(6)).replace('"errors":54', '"errors":"54"'),
      /evidence.steps.0.endpoints.0.baseline.errors/,
    ],
  ])('is refused with the place if it is %s', (_, text, sentence) => {
    expect(() => readVerdict(text)).toThrow(sentence);
  });

  it('is refused if its evidence is of a step that the plan does not have', () => {
    const recorded = recordedVerdict(6);
    const steps = recorded.evidence.steps.map((step) => ({ ...step, weight: 11 }));
    expect(() => replayVerdict({ ...recorded, evidence: { ...recorded.evidence, steps } })).toThrow(
      'the recorded evidence cannot be judged: the evidence holds no step of the plan.',
    );
  });
});
