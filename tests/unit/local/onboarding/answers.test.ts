import { expect, test } from 'vitest';
import { readAnswers } from '#local/onboarding/answers.ts';

test('a mark at the beginning, as editors on Windows write it, does not matter', () => {
  expect(readAnswers('\uFEFF{"name": "shop"}', 'ironclaw.json')).toEqual({ name: 'shop' });
});

test.each([
  ['{\n  "name": "shop",\n}', 'ironclaw.json is no JSON object (line 3: property name expected);'],
  ['{\n  // mine\n}', 'ironclaw.json is no JSON object (line 2: invalid comment token);'],
  ['[]', 'ironclaw.json is no JSON object;'],
])('%j is refused with the line that has to be corrected', (text, message) => {
  expect(() => readAnswers(text, 'ironclaw.json')).toThrow(message);
});
