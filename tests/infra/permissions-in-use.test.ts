import { beforeAll, describe, expect, it } from 'vitest';
import { type FunctionEntry, functionAccess } from '#lib/access/function-access.ts';
import { synthesize } from '#lib/documents/example-installation.ts';
import type { Statement, Template } from '#lib/documents/template.ts';
import { exerciseAllFunctions, type TableUse } from '../support/iam/exercise-functions.ts';
import { isLike, statementFor } from '../support/iam/matching-statement.ts';

let uses: TableUse;
let template: Template;
beforeAll(async () => {
  uses = await exerciseAllFunctions();
  template = synthesize().service;
});

const entries = Object.keys(functionAccess) as FunctionEntry[];

/** What the function's role may do with the table; reading its stream is Lambda's part. */
function rightsOf(entry: FunctionEntry): readonly Statement[] {
  const found = template
    .ofType('AWS::Lambda::Function')
    .find(([, { Properties }]) => Properties.Description === `functions/${entry}.ts`);
  const [, role = ''] = /"Fn::GetAtt":\["(\w+)"/.exec(JSON.stringify(found?.[1].Properties.Role)) ?? [];
  return template
    .allowedTo(role)
    .filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')))
    .filter(({ actions }) => !actions.includes('dynamodb:GetRecords'));
}

describe.each(entries)('functions/%s.ts', (entry) => {
  it('is allowed everything that it asks of the table', () => {
    const rights = rightsOf(entry);
    const refused = (uses.get(entry) ?? []).filter((call) => statementFor(rights, call) === undefined);
    expect(refused).toEqual([]);
  });

  it('has no right with the table that it does not use', () => {
    const asked = uses.get(entry) ?? [];
    const unused = rightsOf(entry).flatMap((right) =>
      right.actions
        .filter(
          (action) =>
            !asked.some(
              (call) => `dynamodb:${call.action}` === action && statementFor([right], call) !== undefined,
            ),
        )
        .map((action) => `${action} ${JSON.stringify(right.conditions)}`),
    );
    expect(unused).toEqual([]);
  });
});

it('sees what IAM sees: another partition, another action and another index are refused', () => {
  const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['USER#*'] } };
  const rights = [{ actions: ['dynamodb:GetItem'], resources: ['<Table.Arn>'], conditions }];
  const call = { action: 'GetItem', index: null, partitions: ['USER#1'] };
  expect(statementFor(rights, call)).toBe(rights[0]);
  expect(statementFor(rights, { ...call, partitions: ['USER#1', 'EVENTS#user:1'] })).toBeUndefined();
  expect(statementFor(rights, { ...call, action: 'PutItem' })).toBeUndefined();
  expect(statementFor(rights, { ...call, index: 'gsi1' })).toBeUndefined();
  expect(isLike('IMPROVEMENTS', 'IMPROVEMENT#*')).toBe(false);
});
