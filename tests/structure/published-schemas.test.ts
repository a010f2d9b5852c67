import { expect, test } from 'vitest';
import * as z from 'zod';
import { Manifest } from '#core/service/manifest.ts';
import { publishedSchemas } from '#lib/documents/published-schemas.ts';
import { readText } from './repository.ts';

const manifestSchema = 'docs/ironclaw.schema.json';

test.each(Object.entries(publishedSchemas()))(
  '%s is the schema that the code checks (npm run docs updates it)',
  (path, schema) => {
    expect(JSON.parse(readText(path))).toEqual(schema);
  },
);

test('an editor is told of no default for what is found in the repository', () => {
  const { properties } = z
    .object({ properties: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(publishedSchemas()[manifestSchema]);
  const withDefault = Object.keys(properties).filter((key) => 'default' in (properties[key] ?? {}));
  expect(withDefault).toContain('health');
  expect(withDefault).not.toContain('branch');
  expect(withDefault).not.toContain('directory');
});

/** The first JSON that a page shows. */
const exampleIn = (page: string): string => /^```json\n(.*?)^```/ms.exec(readText(page))?.[1] ?? '';

test.each([
  ['examples/storefront/ironclaw.json', readText('examples/storefront/ironclaw.json')],
  ['the example in docs/describe-a-service.md', exampleIn('docs/describe-a-service.md')],
])('%s is valid', (_, text) => {
  expect(() => Manifest.parse(JSON.parse(text))).not.toThrow();
});
