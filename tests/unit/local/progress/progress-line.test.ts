import { describe, expect, it } from 'vitest';
import { confidenceIn } from '#core/improvements/candidate/confidence.ts';
import { progressLineOf } from '#local/progress/progress-line.ts';
import { aCandidate, anImprovement } from '../../../support/improvement.ts';
import { aReport } from '../../../support/report.ts';

describe('a line of progress', () => {
  it('of a written fix names its author, its file and its size', () => {
    const improvement = anImprovement({
      candidate: aCandidate({ path: 'src/prices.ts', linesChanged: 4 }),
    });

    expect(
      progressLineOf('improvement.generated', improvement, 'rule find-to-index: Look up by key'),
    ).toEqual({
      word: 'generated',
      text: 'by rule find-to-index: Look up by key (src/prices.ts, 4 lines)',
    });
  });

  it('of a proven fix contains the numbers of its proof', () => {
    const improvement = anImprovement({
      report: aReport(),
      confidence: { ...confidenceIn(aCandidate(), aReport(), { promoted: 0, rolledBack: 0 }), value: 0.912 },
    });

    const sentence = progressLineOf('improvement.tested', improvement, '');

    expect(sentence?.word).toBe('proven');
    expect(sentence?.text).toMatch(
      /^\d of \d gates passed, \d+ tests, \d+ identical responses, .*confidence 0\.91$/,
    );
  });

  it('of a canary and of a revert names the short commits', () => {
    const improvement = anImprovement({
      release: { branch: 'ironclaw/1', commit: 'a'.repeat(40), merge: 'b'.repeat(40) },
      revert: 'c'.repeat(40),
    });

    expect(progressLineOf('improvement.watching', improvement, '10 % of the requests')?.text).toBe(
      'committed as aaaaaaa; 10 % of the requests',
    );
    expect(progressLineOf('improvement.rolled-back', improvement, '')?.text).toBe('by commit ccccccc');
  });

  it('appears for a second attempt but not for the first', () => {
    const improvement = anImprovement();

    expect(progressLineOf('improvement.generating', improvement, 'attempt 1')).toBeNull();
    expect(progressLineOf('improvement.generating', improvement, 'a gate refused it')?.word).toBe('again');
  });

  it('tells an opportunity that waits for evidence from a new one', () => {
    const word = (snoozedUntil: number | null) =>
      progressLineOf('improvement.opportunity', anImprovement({ snoozedUntil }), 'slow')?.word;

    expect(word(null)).toBe('found');
    expect(word(1)).toBe('snoozed');
  });

  it('does not appear for steps that only prepare another, or for other subjects', () => {
    expect(progressLineOf('improvement.deploying', anImprovement(), 'confidence 0.9')).toBeNull();
    expect(progressLineOf('preference.changed', anImprovement(), 'a thumb')).toBeNull();
  });
});
