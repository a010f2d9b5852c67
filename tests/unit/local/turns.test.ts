import { expect, test } from 'vitest';
import { openTurns } from '#local/turns.ts';

test('tasks run one after another, also after one that failed', async () => {
  const takeTurn = openTurns();
  const seen: string[] = [];
  const task = (name: string) => async () => {
    seen.push(`${name} begins`);
    await new Promise(setImmediate);
    seen.push(`${name} ends`);
    if (name === 'a') throw new Error('a failed');
    return name;
  };

  const [a, b] = await Promise.allSettled([takeTurn(task('a')), takeTurn(task('b'))]);

  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  expect([a.status, b]).toEqual(['rejected', { status: 'fulfilled', value: 'b' }]);
});
