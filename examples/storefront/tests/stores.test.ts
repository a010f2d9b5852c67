import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './visit.ts';

test('a store is shown with its hours', async () => {
  const { body } = await visit('/stores/2');
  assert.deepEqual(body, { id: '2', town: 'Mill Lane', opens: '10:00', closes: '20:00' });
});

test('an unknown store is not found', async () => {
  assert.equal((await visit('/stores/77')).status, 404);
});

test('the service says that it is well', async () => {
  assert.deepEqual(await visit('/health'), { status: 200, body: { status: 'ok' } });
});
