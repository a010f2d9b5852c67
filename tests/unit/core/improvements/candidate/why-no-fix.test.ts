import { expect, test } from 'vitest';
import type { CandidateSource } from '#core/improvements/candidate/candidate.ts';
import { whyNoFix } from '#core/improvements/candidate/why-no-fix.ts';
import { anImprovement } from '../../../../support/improvement.ts';

const hot = (name: string, total: number) => ({ name, file: 'src/prices.ts', line: 3, self: 0, total });
const { finding } = anImprovement();

const why = (
  sources: readonly CandidateSource[],
  { hottest = [hot('netPrice', 0.83), hot('round', 0.1)], obstacles = [] as readonly string[] } = {},
) =>
  whyNoFix({
    improvement: { attempt: 1, earlier: [], finding: { ...finding, hottest } },
    manifest: { sources: ['src/**'] },
    snapshot: { commit: 'a', files: [{ path: 'src/prices.ts', text: '' }] },
    gathered: { refused: [], obstacles },
    generators: sources.map((source) => ({ source })),
  });

test('without a model the reason says so, with the hottest lines', () => {
  expect(why(['rule'])).toBe(
    'no rule matches the hottest functions, and no model is configured; ' +
      'the time goes to netPrice (src/prices.ts:3, 83 %), round (src/prices.ts:3, 10 %)',
  );
});

test('what was asked and had none is named', () => {
  expect(why(['rule', 'agent', 'model'], { hottest: [] })).toBe(
    'no rule matches the hottest functions, and the agent and the model proposed no fix',
  );
});

test('what was answered is the reason, once', () => {
  expect(
    why(['rule', 'model'], { hottest: [], obstacles: ['the budget is used up', 'the budget is used up'] }),
  ).toBe('the budget is used up');
});
