import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeAdded } from '#local/services/added-services.ts';
import { wantedServices } from '#local/services/wanted-services.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** What a start with a file of requests is to run if these services were added. */
function wantedWith(names: readonly string[], storefront: boolean) {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const services = join(folder, 'services.json');
  writeAdded(
    services,
    names.map((name) => ({ name, path: join(folder, name), port: null })),
  );
  return wantedServices({ services: [], storefront, traffic: 'requests.jsonl' }, { services }, {} as never);
}

test('requests are refused if it is not clear which of the added services is to get them', async () => {
  await expect(wantedWith(['shop', 'till'], false)).rejects.toMatchObject({
    code: 'traffic/several-services',
  });
});

test.each([
  ['one service was added', ['shop'], false],
  ['the storefront runs beside those that were added', ['shop', 'till'], true],
  ['the storefront runs alone', [], false],
] as const)('requests are played if %s', async (_, names, storefront) => {
  expect((await wantedWith(names, storefront)).added).toHaveLength(names.length);
});
