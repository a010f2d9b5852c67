import { expect, test } from 'vitest';
import { emptyProfile } from '#core/preferences/profile/profile.ts';
import { timePattern } from '#core/preferences/profile/time-pattern.ts';

test('a pattern tells shares and the usual time of day, by task type', () => {
  const times = new Map([
    ['mail', { night: 1 }],
    ['code', { evening: 3, morning: 1 }],
  ]);
  expect(timePattern({ ...emptyProfile('u'), times })).toEqual([
    {
      taskType: 'code',
      messages: 4,
      shares: { night: 0, morning: 0.25, afternoon: 0, evening: 0.75 },
      usual: 'evening',
    },
    {
      taskType: 'mail',
      messages: 1,
      shares: { night: 1, morning: 0, afternoon: 0, evening: 0 },
      usual: 'night',
    },
  ]);
});
