import { expect, test } from 'vitest';
import { importFeedback, UserFeedback } from '#core/preferences/feedback/import-feedback.ts';
import { MemoryFeedback } from '../../../../support/memory-preferences.ts';

const now = Date.UTC(2026, 5, 1, 9);
const said = (userId: string, fields: object = {}) =>
  UserFeedback.parse({
    userId,
    feedback: { messageId: 'm1', kind: 'thumbs-up', model: 'a', taskType: 'code', at: now - 1, ...fields },
  });

test('each item is recorded for its user, and one that is refused keeps no other out', async () => {
  const store = new MemoryFeedback();
  const items = [said('anna'), said('anna', { model: 'b' }), said('bert'), said('cleo', { at: now + 1e9 })];
  expect(await importFeedback({ items, now, store })).toMatchObject([
    { changed: 'recorded' },
    { refused: { code: 'feedback/message-differs' } },
    { changed: 'recorded' },
    { refused: { code: 'feedback/time-out-of-range' } },
  ]);
});

test('feedback without its time is refused, because it would be other feedback each time', () => {
  expect(() => said('anna', { at: undefined })).toThrow(/the time when the user said it/);
});

test('the same items again change nothing', async () => {
  const store = new MemoryFeedback();
  const items = [said('anna'), said('anna', { kind: 'thumbs-down' }), said('bert')];
  await importFeedback({ items, now, store });
  const known = store.changes.length;
  const again = await importFeedback({ items, now: now + 1, store });
  expect(again.map((result) => 'changed' in result && result.changed)).toEqual(Array(3).fill('unchanged'));
  expect(store.changes).toHaveLength(known);
});
