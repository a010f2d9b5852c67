import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visit } from './visit.ts';

test('a store is shown with its hours', async () => {
  const { body } = await visit('/stores/2');
  assert.deepEqual(body, { id: '2', town: 'Mill Lane', opens: '10:00', closes: '20:00' });
});

test('an unknown store gets a 404', async () => {
  assert.equal((await visit('/stores/77')).status, 404);
});

test('the service reports that it is healthy', async () => {
  assert.deepEqual(await visit('/health'), { status: 200, body: { status: 'ok' } });
});
