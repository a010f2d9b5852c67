import { expect, it } from 'vitest';
import {
  describeSpending,
  nothingSpent,
  whyNoMoreAnswers,
  withUsage,
} from '#core/improvements/candidate/spending.ts';

const known = withUsage(nothingSpent, { tokens: 1_200, dollars: 0.02 });

it('says what is known of a cost, and how much is unknown', () => {
  expect(describeSpending(known)).toBe('1 answer, tokens: 1200, dollars: 0.0200');
  expect(describeSpending(withUsage(nothingSpent, { tokens: null, dollars: null }))).toBe(
    '1 answer, tokens: unknown, dollars: unknown',
  );
  expect(describeSpending(withUsage(known, { tokens: 300, dollars: null }))).toBe(
    '2 answers, tokens: 1500, dollars: 0.0200 without 1 of unknown cost',
  );
});

it('is within the budget until one of its limits is reached', () => {
  expect(whyNoMoreAnswers(known, { tokens: 1_201, dollars: 0.03 })).toBeNull();
  expect(whyNoMoreAnswers(known, { tokens: 1_200 })).toContain('policy.budget.tokens is 1200');
  expect(whyNoMoreAnswers(known, { tokens: 9_000, dollars: 0.02 })).toContain(
    'policy.budget.dollars is 0.02',
  );
});
