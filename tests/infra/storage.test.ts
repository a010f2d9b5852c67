import { beforeAll, describe, expect, it } from 'vitest';
import { tableDefinition } from '#adapters/dynamodb/table.ts';
import { type Installation, synthesize } from '#lib/documents/example-installation.ts';

let installation: Installation;
beforeAll(() => {
  installation = synthesize();
});

const propertiesOf = (type: string) =>
  installation.all.ofType(type).map(([id, { Properties }]) => [id, Properties] as const);

describe('all stored data is encrypted', () => {
  it.each([
    ['AWS::S3::Bucket', 'BucketEncryption'],
    ['AWS::DynamoDB::Table', 'SSESpecification'],
    ['AWS::SNS::Topic', 'KmsMasterKeyId'],
    ['AWS::SQS::Queue', 'SqsManagedSseEnabled'],
    ['AWS::Logs::LogGroup', 'KmsKeyId'],
  ])('%s', (type, property) => {
    const all = propertiesOf(type);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(([, properties]) => !properties[property]).map(([id]) => id)).toEqual([]);
  });

  it('and accessible only over encrypted connections', () => {
    const policies = ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy'].map(
      propertiesOf,
    );
    expect(policies.map(({ length }) => length)).toEqual([2, 1, 1]);
    for (const [id, { PolicyDocument }] of policies.flat())
      expect(JSON.stringify(PolicyDocument), id).toContain('"aws:SecureTransport":"false"');
  });
});

describe('the table', () => {
  it('survives the deletion of its stack, and is protected against deletion by mistake', () => {
    const [[, table] = ['', undefined]] = installation.stateful.ofType('AWS::DynamoDB::Table');
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      },
    });
  });

  it('matches the table definition of the adapters', () => {
    const [[, properties] = ['', {}]] = propertiesOf('AWS::DynamoDB::Table');
    expect(properties).toMatchObject({
      KeySchema: tableDefinition.KeySchema,
      GlobalSecondaryIndexes: tableDefinition.GlobalSecondaryIndexes,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    expect(properties.AttributeDefinitions).toEqual(
      expect.arrayContaining(tableDefinition.AttributeDefinitions),
    );
  });
});

it.each(['AWS::S3::Bucket', 'AWS::Cognito::UserPool'])('%s survives the deletion of its stack', (type) => {
  const policies = installation.stateful.ofType(type).map(([, { DeletionPolicy }]) => DeletionPolicy);
  expect(new Set(policies)).toEqual(new Set(['Retain']));
});

it('blocks public access to every bucket', () => {
  for (const [, properties] of propertiesOf('AWS::S3::Bucket'))
    expect(properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
});

it('keeps logs for as long as the configuration says', () => {
  const { all } = synthesize({ logDays: 7 });
  const days = all.ofType('AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays);
  expect(new Set(days)).toEqual(new Set([7]));
});

it('puts no secret in a template', () => {
  const secrets = installation.all.ofType('AWS::SecretsManager::Secret');
  expect(secrets.map(([, { Properties }]) => Properties.SecretString)).toEqual(['replace-me', 'replace-me']);
});
