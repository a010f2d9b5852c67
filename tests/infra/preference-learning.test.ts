import { beforeAll, describe, expect, it } from 'vitest';
import { type Installation, synthesize } from '#lib/documents/example-installation.ts';
import { asText } from '#lib/documents/template.ts';

let installation: Installation;
beforeAll(() => {
  installation = synthesize();
});

const variablesOf = ({ service }: Installation, entry: string) =>
  service
    .ofType('AWS::Lambda::Function')
    .map(([, { Properties }]) => Properties)
    .filter(({ Description }) => Description === `functions/${entry}.ts`)
    .map(({ Environment }) => (Environment as { Variables: Record<string, unknown> }).Variables);

describe('the profile update', () => {
  it('is invoked for new and changed feedback, and for nothing else in the table', () => {
    const [[, mapping] = [], ...others] = installation.service.ofType('AWS::Lambda::EventSourceMapping');
    expect(others).toEqual([]);
    const { FilterCriteria, EventSourceArn } = mapping?.Properties ?? {};
    const filters = (FilterCriteria as { Filters: { Pattern: string }[] }).Filters;
    expect(filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
      { dynamodb: { Keys: { sk: { S: [{ prefix: 'FEEDBACK#' }] } } } },
    ]);
    expect(asText(EventSourceArn)).toContain('Stream');
    expect(installation.stateful.ofType('AWS::DynamoDB::Table')[0]?.[1].Properties).toMatchObject({
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  it('splits a failing batch, and sends a change that keeps failing to the queue', () => {
    const [[, mapping] = []] = installation.service.ofType('AWS::Lambda::EventSourceMapping');
    expect(mapping?.Properties).toMatchObject({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 5 });
    const { OnFailure } = (mapping?.Properties.DestinationConfig ?? {}) as {
      OnFailure?: { Destination: unknown };
    };
    expect(asText(OnFailure?.Destination)).toContain('FailedEvents');
  });

  it('is the only function that may read the stream', () => {
    const readers = installation.service
      .ofType('AWS::IAM::Role')
      .filter(([id]) =>
        installation.service
          .allowedTo(id)
          .some(({ actions }) => actions.some((action) => action === 'dynamodb:GetRecords')),
      );
    expect(readers.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'FunctionsStreamUpdateProfilesRole',
    ]);
  });

  it('has a refit as often as the configuration says', () => {
    const frequent = synthesize({ preferences: { refitEveryMinutes: 3 } });
    const rates = frequent.service
      .ofType('AWS::Scheduler::Schedule')
      .map(([, { Properties }]) => Properties.ScheduleExpression);
    // The other one is the self-test's.
    expect(new Set(rates)).toEqual(new Set(['rate(1 day)', 'rate(3 minutes)']));
    expect(rates).toHaveLength(2);
  });

  it('ignores other users if the configuration says so, and so does every reader', () => {
    const alone = synthesize({ preferences: { learnFromOthers: false } });
    for (const entry of ['stream/update-profiles', 'api/recommend-model', 'api/get-preferences']) {
      expect(variablesOf(alone, entry)).toMatchObject([{ LEARN_FROM_OTHERS: 'false' }]);
      expect(variablesOf(installation, entry)[0]).not.toHaveProperty('LEARN_FROM_OTHERS');
    }
  });
});
