import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Manifest } from '#core/service/manifest.ts';
import { Configuration } from '#lib/config/configuration.ts';

test.each([
  ['ironclaw.json', 'ironclaw.schema.json', Manifest],
  ['ironclaw.aws.json', 'ironclaw.aws.schema.json', Configuration],
])('the published schema of %s is the one that is read', (_, file, schema) => {
  const published = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
});

test.each(['examples/storefront/ironclaw.json'])('%s is valid', (path) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(() => Manifest.parse(JSON.parse(text))).not.toThrow();
});
