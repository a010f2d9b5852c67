import { expect, test } from 'vitest';
import { variablesRead } from '../support/bundles.ts';

test.each([
  ['api/get-health', []],
  ['api/submit-feedback', ['TABLE_NAME']],
  ['api/list-opportunities', ['ANALYSIS_SECONDS', 'ARTIFACTS_URL', 'TABLE_NAME']],
  ['api/approve-improvement', ['STATE_MACHINE_ARN', 'TABLE_NAME']],
] as const)('%s reads %j from its environment', async (entry, variables) => {
  expect([...(await variablesRead(entry))].toSorted()).toEqual(variables);
});
