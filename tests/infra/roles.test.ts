import { beforeAll, describe, expect, it } from 'vitest';
import { type Installation, synthesize } from '#lib/documents/example-installation.ts';
import type { Statement, Template } from '#lib/documents/template.ts';

let installation: Installation;
let template: Template;
beforeAll(() => {
  installation = synthesize();
  template = installation.service;
});

/** The IDs of all roles in the service stack. */
const roles = () => template.ofType('AWS::IAM::Role').map(([id]) => id);
const roleOf = (part: string): string => {
  const found = roles().filter((id) => id.startsWith(part));
  expect(found, part).toHaveLength(1);
  return found[0] ?? '';
};
const allowed = (part: string): readonly Statement[] => template.allowedTo(roleOf(part));
const actionsOf = (statements: readonly Statement[]) => statements.flatMap(({ actions }) => actions);
const withAction = (statements: readonly Statement[], pattern: RegExp) =>
  statements.filter(({ actions }) => actions.some((action) => pattern.test(action)));

describe('no role', () => {
  it('has a wildcard in an action', () => {
    const statements = roles().flatMap((role) => template.allowedTo(role));
    expect(statements.length).toBeGreaterThan(100);
    expect(actionsOf(statements).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('covers every resource, except for actions without resource-level permissions', () => {
    const unbounded = roles()
      .flatMap((role) => template.allowedTo(role))
      .filter(({ resources }) => resources.includes('*'));
    const actions = [...new Set(actionsOf(unbounded))].map((action) => action.replace(/:.*Log.*/, ':…Log…'));
    expect([...new Set(actions)].sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'logs:DescribeResourcePolicies',
      'logs:PutResourcePolicy',
      'logs:…Log…',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('may assume another role or change permissions', () => {
    const actions = actionsOf(roles().flatMap((role) => template.allowedTo(role)));
    expect(
      actions.filter((action) => /^(sts|iam|kms):/.test(action)).filter((a) => a !== 'iam:PassRole'),
    ).toEqual([]);
  });

  it('has an AWS managed policy, whose permissions may grow', () => {
    const managed = template
      .ofType('AWS::IAM::Role')
      .flatMap(([, { Properties }]) => (Properties.ManagedPolicyArns as unknown[] | undefined) ?? []);
    expect(managed).toEqual([]);
  });
});

describe('the learning table', () => {
  const onTable = (role: string) =>
    withAction(template.allowedTo(role), /^dynamodb:(?!.*(Stream|GetRecords|GetShardIterator))/);

  it('is accessible only by the partitions of named kinds of records', () => {
    const statements = roles().flatMap(onTable);
    expect(statements.length).toBeGreaterThan(40);
    for (const { conditions } of statements) {
      const keys = conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[];
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) expect(key).toMatch(/^[A-Z]+(#\*)?$/);
    }
  });

  it('cannot be scanned by any role', () => {
    expect(actionsOf(roles().flatMap(onTable))).not.toContain('dynamodb:Scan');
  });

  it('holds learning events that no role may update or delete', () => {
    const onEvents = roles()
      .flatMap(onTable)
      .filter(({ conditions }) => JSON.stringify(conditions).includes('EVENTS#'));
    expect([...new Set(actionsOf(onEvents))].sort()).toEqual(['dynamodb:PutItem', 'dynamodb:Query']);
  });

  it('holds registered services that no role may change', () => {
    const onServices = roles()
      .flatMap(onTable)
      .filter(({ conditions }) => JSON.stringify(conditions).includes('SERVICE#'));
    expect([...new Set(actionsOf(onServices))]).toEqual(['dynamodb:GetItem']);
  });
});

describe('secrets', () => {
  const readersOf = (secret: string) =>
    roles().filter((role) =>
      template
        .allowedTo(role)
        .some(
          ({ actions, resources }) =>
            actions.some((action) => action.startsWith('secretsmanager:')) &&
            resources.some((resource) => resource.includes(secret)),
        ),
    );

  it("keep the model's API key readable only by generate", () => {
    expect(readersOf('ModelKey')).toEqual([roleOf('FunctionsTasksGenerateRole')]);
  });

  it('keep the repository token readable only by the jobs that use repositories', () => {
    const jobs = ['JobsReleaseRole', 'JobsRevertRole', 'JobsScanRole'].map(roleOf);
    expect(readersOf('RepositoryToken').sort()).toEqual(jobs.sort());
  });
});

describe('the role of verify, which runs untrusted code', () => {
  it('can write one prefix and nothing else', () => {
    const writes = withAction(
      allowed('JobsVerifyRole'),
      /^(?!ec2:).*:(Put|Create|Update|Delete|Publish|Start|Send)/,
    );
    expect(writes.map(({ actions }) => actions)).toEqual([['s3:PutObject']]);
    const [{ resources } = { resources: [] }] = writes;
    expect(resources.map((arn) => arn.replace(/^.*artifacts-[^/]*/, 'artifacts'))).toEqual([
      'artifacts/jobs/verify/*/out/*',
      // CodeBuild itself writes the log there, with this role.
      'artifacts/logs/verify/*',
    ]);
  });

  it('can read its inputs, the sandbox program, and nothing else', () => {
    const reads = withAction(allowed('JobsVerifyRole'), /^s3:Get/).flatMap(({ resources }) => resources);
    expect(
      reads.map((arn) => arn.replace(/^.*(assets-|artifacts-)[^/]*\/([0-9a-f]{64}\.zip)?/, '$1')),
    ).toEqual(['assets-', 'artifacts-jobs/verify/*']);
  });

  it('has no other permissions than those that place a build in its own network', () => {
    const others = actionsOf(allowed('JobsVerifyRole')).filter((action) => !action.startsWith('s3:'));
    expect(others.every((action) => action.startsWith('ec2:'))).toBe(true);
    const changing = withAction(allowed('JobsVerifyRole'), /^ec2:(Create|Delete)/);
    for (const { resources, conditions } of changing)
      expect(resources.some((arn) => arn.includes('subnet/')) || Object.keys(conditions).length > 0).toBe(
        true,
      );
  });

  it('stays within its permissions boundary, whatever is granted later', () => {
    const role = template.resources[roleOf('JobsVerifyRole')];
    const [[id, boundary] = ['', undefined]] = template.ofType('AWS::IAM::ManagedPolicy');
    expect(role?.Properties.PermissionsBoundary).toEqual({ Ref: id });
    const document = JSON.stringify(boundary?.Properties.PolicyDocument);
    for (const action of actionsOf(allowed('JobsVerifyRole'))) expect(document).toContain(`"${action}"`);
    expect(document).not.toMatch(/secretsmanager|ssm|sts|dynamodb|lambda|iam/);
  });
});

describe('the rollback', () => {
  it('can move the alias only in the tasks that roll out and roll back', () => {
    const movers = roles().filter((role) =>
      actionsOf(template.allowedTo(role)).includes('lambda:UpdateAlias'),
    );
    const named = movers.map((role) => String(/^FunctionsTasks(\w+?)Role/.exec(role)?.[1])).sort();
    expect(named).toEqual(['BeginRollback', 'CompleteRollout', 'FinishRollback', 'StartRollout', 'Watch']);
  });

  it('can upload code only in the release and revert jobs, and only to managed functions', () => {
    const uploads = roles().filter((role) =>
      actionsOf(template.allowedTo(role)).includes('lambda:UpdateFunctionCode'),
    );
    expect(uploads.sort()).toEqual([roleOf('JobsReleaseRole'), roleOf('JobsRevertRole')].sort());
    const statement = withAction(allowed('JobsReleaseRole'), /UpdateFunctionCode/)[0];
    expect(statement?.resources.map((arn) => arn.replace(/^.*:function:/, ''))).toEqual(['shop', 'shop:*']);
  });
});
