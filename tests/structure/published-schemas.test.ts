import { expect, test } from 'vitest';
import * as z from 'zod';
import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import { Manifest } from '#core/service/manifest.ts';
import { Configuration } from '#lib/config/configuration.ts';
import { readText } from './repository.ts';

const asWritten = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

test.each([
  ['docs/ironclaw.schema.json', asWritten(Manifest)],
  ['docs/ironclaw.aws.schema.json', asWritten(Configuration)],
  ['sandbox/report.schema.json', z.toJSONSchema(VerificationReport)],
])('%s is the schema that the code checks (npm run docs updates it)', (path, schema) => {
  expect(JSON.parse(readText(path))).toEqual(schema);
});

test.each(['examples/storefront/ironclaw.json'])('%s is valid', (path) => {
  expect(() => Manifest.parse(JSON.parse(readText(path)))).not.toThrow();
});
