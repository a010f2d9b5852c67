import { describe, expect, test } from 'vitest';
import { planPrice } from '#adapters/cloudwatch/plan-price.ts';
import { planQueries } from '#adapters/cloudwatch/plan-queries.ts';
import { type CloudWatchMetric, ServiceMetrics } from '#core/service/service-metrics.ts';

const endpoint = 'GET /orders/:id/lines/:line';
const metricsOf = (...metrics: object[]): readonly CloudWatchMetric[] =>
  ServiceMetrics.parse(metrics.map((metric) => ({ endpoint, ...metric }))).filter(
    (metric) => metric.kind !== 'prometheus',
  );
const planOf = (metric: object, versions = [] as { name: string; deployedAs: string }[]) =>
  planQueries('shop', metricsOf(metric), versions);
const recorded = (count: number): readonly CloudWatchMetric[] =>
  Array.from({ length: count }, (_, i) => ({ kind: 'recorder', endpoint: `GET /${i}` }));
const onApi = (count: number) =>
  metricsOf(
    ...Array.from({ length: count }, (_, i) => {
      return { kind: 'api-gateway', endpoint: `GET /${i}`, apiId: 'a1b2c3d4e5' };
    }),
  );

/** Namespace, name and dimensions of every requested metric. */
const asked = (...parameters: Parameters<typeof planOf>) => {
  const requests = planOf(...parameters).flatMap((series) => series.requests);
  return [...new Set(requests.map(({ metric }) => JSON.stringify(metric)))].map((text) => JSON.parse(text));
};

describe('the requested metrics', () => {
  test('of a route of an HTTP API, with the route as API Gateway writes it', () => {
    const dimensions = {
      ApiId: 'a1b2c3d4e5',
      Stage: '$default',
      Method: 'GET',
      Resource: '/orders/{id}/lines/{line}',
    };
    expect(asked({ kind: 'api-gateway', apiId: 'a1b2c3d4e5' })).toEqual([
      { namespace: 'AWS/ApiGateway', name: 'Latency', dimensions },
      { namespace: 'AWS/ApiGateway', name: '5xx', dimensions },
    ]);
    const [other] = asked({ kind: 'api-gateway', apiId: 'a1b2c3d4e5', stage: 'live', resource: '/{proxy+}' });
    expect(other).toMatchObject({ dimensions: { Stage: 'live', Resource: '/{proxy+}' } });
  });

  test('of a function behind an alias, for each version by its number', () => {
    const metric = { kind: 'lambda', functionName: 'orders', alias: 'live' };
    const versions = [
      { name: 'a'.repeat(40), deployedAs: '7' },
      { name: 'b'.repeat(40), deployedAs: '8' },
    ];
    const dimensions = { FunctionName: 'orders', Resource: 'orders:live' };
    expect(planOf(metric, versions).map(({ version }) => version)).toEqual(versions.map(({ name }) => name));
    expect(asked(metric, versions)).toEqual(
      ['7', '8'].flatMap((ExecutedVersion) =>
        ['Duration', 'Errors'].map((name) => {
          return { namespace: 'AWS/Lambda', name, dimensions: { ...dimensions, ExecutedVersion } };
        }),
      ),
    );
    expect(asked(metric)).toMatchObject([{ dimensions }, { dimensions }]);
    expect(planOf(metric).map(({ version }) => version)).toEqual(['unversioned']);
  });

  test('of a target group, whose times are in seconds', () => {
    const metric = {
      kind: 'alb',
      loadBalancer: 'app/shop/50dc6c495c0c9188',
      targetGroup: 'targetgroup/orders/6d0ecf831eec9f09',
    };
    expect(asked(metric).map(({ namespace, name }) => `${namespace} ${name}`)).toEqual([
      'AWS/ApplicationELB TargetResponseTime',
      'AWS/ApplicationELB HTTPCode_Target_5XX_Count',
    ]);
    expect(planOf(metric)[0]?.location.milliseconds).toBe(1_000);
  });

  test("of the service's own metrics, by the name of its release", () => {
    const metric = {
      kind: 'custom',
      namespace: 'Shop',
      dimensions: { Route: 'orders' },
      latency: 'Took',
      unit: 's',
      versionDimension: 'Commit',
    };
    const commit = 'c'.repeat(40);
    expect(asked(metric, [{ name: commit, deployedAs: '7' }])).toEqual([
      { namespace: 'Shop', name: 'Took', dimensions: { Route: 'orders', Commit: commit } },
    ]);
    expect(planOf(metric)[0]?.location.milliseconds).toBe(1_000);
  });

  test('a kind without a dimension for versions is read once, however many versions there are', () => {
    const versions = ['7', '8'].map((deployedAs) => ({ name: `v${deployedAs}`, deployedAs }));
    expect(planOf({ kind: 'api-gateway', apiId: 'a1b2c3d4e5' }, versions)).toHaveLength(1);
  });

  test('never more than five statistics of a metric at once: the sixth is billed as another metric', () => {
    for (const { statistics } of planOf({ kind: 'recorder' }).flatMap((series) => series.requests))
      expect(statistics.length).toBeLessThanOrEqual(5);
  });
});

describe('the price', () => {
  test('of 50 endpoints every 15 minutes is below 5 US dollars a month', () => {
    const price = planPrice(planQueries('shop', onApi(50), []), 15);
    expect(price).toMatchObject({ readsPerMonth: 2_920, metricsRequested: 150, queries: 550, publishing: 0 });
    expect(price.monthly).toBeCloseTo(4.38, 10);
    expect(price.monthly).toBeLessThan(5);
  });

  test('is a small part of the price of one statistic per query every minute', () => {
    const price = planPrice(planQueries('shop', onApi(50), []), 15);
    expect(price.naive).toBeCloseTo(240.9, 10);
  });

  test('depends on the interval of readings and on the versions in the traffic', () => {
    const once = planPrice(planQueries('shop', recorded(10), [{ name: 'v1', deployedAs: '1' }]), 15);
    const twice = planPrice(
      planQueries('shop', recorded(10), [
        { name: 'v1', deployedAs: '1' },
        { name: 'v2', deployedAs: '2' },
      ]),
      30,
    );
    expect(twice.monthly).toBeCloseTo(once.monthly, 12);
  });

  test("lists the price of the recorder's own metrics separately: four a month for an endpoint in one version", () => {
    expect(planPrice(planQueries('shop', recorded(10), []), 15).publishing).toBeCloseTo(12, 12);
  });

  test('of an empty plan is 0', () => {
    expect(planPrice([], 15)).toMatchObject({ metricsRequested: 0, monthly: 0, naive: 0 });
  });
});
