import { beforeAll, describe, expect, it } from 'vitest';
import { minute } from '#core/time.ts';
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
}, 5 * minute);

const entries = Object.keys(functionAccess) as FunctionEntry[];

/** The statements that grant a function access to the table, without its stream, which Lambda reads. */
function tableStatementsOf(entry: FunctionEntry): readonly Statement[] {
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
  it('has every permission that it uses on the table', () => {
    const statements = tableStatementsOf(entry);
    const denied = (uses.get(entry) ?? []).filter((call) => statementFor(statements, call) === undefined);
    expect(denied).toEqual([]);
  });

  it('has no permission on the table that it does not use', () => {
    const used = uses.get(entry) ?? [];
    const unused = tableStatementsOf(entry).flatMap((statement) =>
      statement.actions
        .filter(
          (action) =>
            !used.some(
              (call) => `dynamodb:${call.action}` === action && statementFor([statement], call) !== undefined,
            ),
        )
        .map((action) => `${action} ${JSON.stringify(statement.conditions)}`),
    );
    expect(unused).toEqual([]);
  });
});

it('matches statements as IAM does: another partition, action or index is denied', () => {
  const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['USER#*'] } };
  const statements = [{ actions: ['dynamodb:GetItem'], resources: ['<Table.Arn>'], conditions }];
  const call = { action: 'GetItem', index: null, partitions: ['USER#1'] };
  expect(statementFor(statements, call)).toBe(statements[0]);
  expect(statementFor(statements, { ...call, partitions: ['USER#1', 'EVENTS#user:1'] })).toBeUndefined();
  expect(statementFor(statements, { ...call, action: 'PutItem' })).toBeUndefined();
  expect(statementFor(statements, { ...call, index: 'gsi1' })).toBeUndefined();
  expect(isLike('IMPROVEMENTS', 'IMPROVEMENT#*')).toBe(false);
});
