import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';

it('the published schema of a report is the schema that the code checks', () => {
  const published = readFileSync(new URL('../../../sandbox/report.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(z.toJSONSchema(VerificationReport));
});
