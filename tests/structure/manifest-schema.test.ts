import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Manifest } from '#core/service/manifest.ts';

const published = new URL('../../docs/ironclaw.schema.json', import.meta.url);

test('the published schema of ironclaw.json is the one that is read', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(
    z.toJSONSchema(Manifest, { io: 'input', unrepresentable: 'any' }),
  );
});

test.each(['examples/storefront/ironclaw.json'])('%s is valid', (path) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(() => Manifest.parse(JSON.parse(text))).not.toThrow();
});
