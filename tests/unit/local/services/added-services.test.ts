import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAdded, withAdded, withoutAdded, withPort, writeAdded } from '#local/services/added-services.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const shop = { name: 'shop', path: '/code/shop', port: null };
const till = { name: 'till', path: '/code/till', port: 3_102 };

test('what was added is read again, and nothing before', () => {
  const file = join(temporaryFolder(), 'services.json');
  expect(readAdded(file)).toEqual([]);
  writeAdded(file, [shop, till]);
  expect(readAdded(file)).toEqual([shop, till]);
});

test('a file that somebody damaged is named, and not taken for an empty one', () => {
  const file = join(temporaryFolder(), 'services.json');
  writeFileSync(file, '{"services": [{"name": "Shop"}]}');
  expect(() => readAdded(file)).toThrow(file);
});

test('adding the same folder again changes nothing', () => {
  expect(withAdded([shop, till], till)).toEqual([shop, till]);
});

test('a name belongs to one folder, and a folder has one name', () => {
  expect(() => withAdded([shop], { name: 'shop', path: '/code/other' })).toThrow(
    'shop is the name of the service in /code/shop; give the one in /code/other another name in its ironclaw.json.',
  );
  expect(() => withAdded([shop], { name: 'store', path: '/code/shop' })).toThrow('remove shop first');
});

test('removing what is not there names what is', () => {
  expect(withoutAdded([shop, till], 'shop')).toEqual([till]);
  expect(() => withoutAdded([shop, till], 'store')).toThrow(
    'there is no service store here; there is shop, till.',
  );
});

test('a service keeps the port that it got', () => {
  expect(withPort([shop, till], 'shop', 3_103)).toEqual([{ ...shop, port: 3_103 }, till]);
});
