import { afterEach, describe, expect, it } from 'vitest';
import { cloudWatchMetrics } from '#adapters/cloudwatch/metrics-source.ts';
import type { CloudWatchMetric } from '#core/service/service-metrics.ts';
import {
  type CloudWatch,
  clientOf,
  startCloudWatch,
  type WireAnswer,
  type WireRequest,
  type WireResult,
} from '../../support/cloudwatch/cloudwatch.ts';
import { type Published, resultsOf } from '../../support/cloudwatch/statistics.ts';
import type { SeenByTheSource } from '../../support/memory-metrics-source.ts';
import { behavesAsMetricsSource } from './metrics-source.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 5, 1, 12);

const servers: CloudWatch[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** A CloudWatch server with published values, and the adapter that reads it. */
async function open() {
  const published: Published[] = [];
  const server = await startCloudWatch((request) => answerFrom(request, published));
  servers.push(server);
  const see = (requests: readonly SeenByTheSource[]) => void published.push(...requests.flatMap(recorded));
  return { server, published, see, source: cloudWatchMetrics(server.client) };
}

const answerFrom = (request: WireRequest, published: readonly Published[]) => ({
  MetricDataResults: resultsOf(request, published),
});

/** A request as the recorder publishes it: its duration and whether it failed, with and without its version. */
function recorded({ endpoint, version, at, duration, status }: SeenByTheSource): readonly Published[] {
  const together = { Service: 'shop', Endpoint: endpoint };
  return [together, { ...together, Version: version }].flatMap((dimensions) => [
    { metric: 'Duration', dimensions, at, value: duration },
    { metric: 'Errors', dimensions, at, value: status >= 500 ? 1 : 0 },
  ]);
}

describe('CloudWatch, with the real client', () => {
  behavesAsMetricsSource(open, { metricOf: (endpoint) => ({ kind: 'recorder', endpoint }) as const });

  const endpoints = (count: number): CloudWatchMetric[] =>
    Array.from({ length: count }, (_, i) => ({ kind: 'recorder', endpoint: `GET /${i}` }));
  const request = (metrics: readonly CloudWatchMetric[] = endpoints(2), minutes = 10) => {
    return {
      service: 'shop',
      metrics,
      versions: [],
      from: noon,
      to: noon + minutes * minute,
      windowSeconds: 300,
    };
  };
  const visit = (endpoint: string, at = noon, duration = 10): SeenByTheSource => {
    return { endpoint, version: 'v1', at, duration, status: 200 };
  };
  const changed = (answer: WireAnswer, change: (result: WireResult) => WireResult): WireAnswer =>
    typeof answer === 'object' && 'MetricDataResults' in answer
      ? { ...answer, MetricDataResults: answer.MetricDataResults.map(change) }
      : answer;

  const withToken = (answer: WireAnswer, NextToken: string): WireAnswer =>
    typeof answer === 'object' && 'MetricDataResults' in answer ? { ...answer, NextToken } : answer;

  it('requests more than 500 statistics in two calls, and never splits statistics that are billed together', async () => {
    const { source, see, server } = await open();
    const metrics = endpoints(46);
    see(metrics.map(({ endpoint }) => visit(endpoint)));
    const { parts } = await source.read(request(metrics));
    expect(parts.map(({ endpoint }) => endpoint)).toEqual(metrics.map(({ endpoint }) => endpoint));
    const asked = server.requests.map(({ MetricDataQueries }) => MetricDataQueries);
    expect(asked.map(({ length }) => length)).toEqual([495, 11]);
    const metricsOf = (queries: WireRequest['MetricDataQueries']) =>
      new Set(queries.map(({ MetricStat }) => JSON.stringify(MetricStat.Metric)));
    const second = metricsOf(asked[1] ?? []);
    expect([...metricsOf(asked[0] ?? [])].filter((metric) => second.has(metric))).toEqual([]);
  });

  it('requests a long time in more calls instead of pages, which are billed again', async () => {
    const { source, server } = await open();
    await source.read(request(endpoints(10), 1_440));
    for (const { MetricDataQueries } of server.requests)
      expect(MetricDataQueries.length * 1_440).toBeLessThanOrEqual(100_800);
    expect(server.requests.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([66, 44]);
  });

  it('follows the pages of a response with the same queries, and combines partial data', async () => {
    const { source, see, server } = await open();
    see([visit('GET /0'), visit('GET /0', noon + minute, 30)]);
    const whole = await source.read(request());
    const { answering } = server;
    const half = (result: WireResult, nth: number): WireResult => ({
      ...result,
      StatusCode: nth === 1 ? 'PartialData' : 'Complete',
      Timestamps: result.Timestamps?.slice(nth - 1, nth) ?? [],
      Values: result.Values?.slice(nth - 1, nth) ?? [],
    });
    server.answering = (asked) => {
      const nth = asked.NextToken === 'second' ? 2 : 1;
      const answer = changed(answering(asked, nth), (result) => half(result, nth));
      return nth === 1 ? withToken(answer, 'second') : answer;
    };
    expect(await source.read(request())).toEqual(whole);
    const [, first, second] = server.requests;
    expect(second).toEqual({ ...first, NextToken: 'second' });
  });

  it.each(['PartialData', 'InternalError', 'Forbidden'])(
    'makes no part of an endpoint whose data end with %s, reports it, and reads the others',
    async (StatusCode) => {
      const { source, see, server } = await open();
      see([visit('GET /0'), visit('GET /1')]);
      const { answering } = server;
      server.answering = (asked, nth) =>
        changed(answering(asked, nth), (result) =>
          result.Id === 's0_latency_p99' ? { ...result, StatusCode } : result,
        );
      const { parts, incomplete } = await source.read(request());
      expect(parts.map(({ endpoint }) => endpoint)).toEqual(['GET /1']);
      expect(incomplete).toMatchObject([{ endpoint: 'GET /0', version: 'unversioned' }]);
      expect(incomplete[0]?.reason).toMatch(/^CloudWatch .*\.$/);
    },
  );

  it('does not follow a token forever, and makes no parts of the data', async () => {
    const { source, see, server } = await open();
    see([visit('GET /0')]);
    const { answering } = server;
    server.answering = (asked, nth) => withToken(answering(asked, nth), 'on');
    const { parts, incomplete } = await source.read(request());
    expect(parts).toEqual([]);
    expect(incomplete).toHaveLength(2);
    expect(server.requests.length).toBeLessThan(30);
  });

  it.each([
    ['no number', ['NaN']],
    ['nothing', []],
    ['a negative time', [-1]],
  ])('makes no part of a minute if one statistic is %s', async (_, Values) => {
    const { source, see, server } = await open();
    see([visit('GET /0'), visit('GET /1')]);
    const { answering } = server;
    server.answering = (asked, nth) =>
      changed(answering(asked, nth), (result) =>
        result.Id === 's0_latency_p50' ? { ...result, Values } : result,
      );
    const { parts, incomplete } = await source.read(request());
    expect(parts.map(({ endpoint }) => endpoint)).toEqual(['GET /1']);
    expect(incomplete).toMatchObject([{ endpoint: 'GET /0' }]);
  });

  it('assumes no failures if no error was published', async () => {
    const { source, see, published } = await open();
    see([visit('GET /0')]);
    published.splice(0, published.length, ...published.filter(({ metric }) => metric === 'Duration'));
    expect(await source.read(request())).toMatchObject({ parts: [{ count: 1, errors: 0 }], incomplete: [] });
  });

  it('reports a minute of errors without durations instead of skipping it', async () => {
    const { source, published } = await open();
    const dimensions = { Service: 'shop', Endpoint: 'GET /0' };
    published.push({ metric: 'Errors', dimensions, at: noon, value: 3 });
    const { parts, incomplete } = await source.read(request());
    expect(parts).toEqual([]);
    expect(incomplete).toMatchObject([{ endpoint: 'GET /0' }]);
  });

  it('retries after short throttling and server errors', async () => {
    const { source, see, server } = await open();
    see([visit('GET /0')]);
    const { answering } = server;
    server.answering = (asked, nth) =>
      [
        { error: 'ThrottlingException', status: 400 },
        { error: 'InternalServiceFault', status: 500 },
      ][nth - 1] ?? answering(asked, nth);
    expect((await source.read(request())).parts).toHaveLength(1);
  });

  it('reads again if a response was lost', async () => {
    const { source, see, server } = await open();
    see([visit('GET /0')]);
    const whole = await source.read(request());
    const { answering } = server;
    server.answering = () => 'silence';
    const impatient = cloudWatchMetrics(clientOf(server.url, 150));
    await expect(impatient.read(request())).rejects.toMatchObject({ code: 'metrics/unreachable' });
    server.answering = answering;
    expect(await source.read(request())).toEqual(whole);
  });

  it.each([
    ['ThrottlingException', 400, 'metrics/throttled'],
    ['ExpiredTokenException', 400, 'metrics/credentials-refused'],
    ['AccessDeniedException', 400, 'metrics/not-allowed'],
    ['InternalServiceFault', 500, 'metrics/unreachable'],
  ])('reports %s as an error that an operator or time can fix', async (error, status, code) => {
    const { source, server } = await open();
    server.answering = () => ({ error, status });
    const failure = expect.objectContaining({
      name: 'Unavailable',
      code,
      message: expect.stringMatching(/\w.*\.$/),
    });
    await expect(source.read(request())).rejects.toEqual(failure);
  });

  it('does not report its own mistake as a fault of CloudWatch', async () => {
    const { source, server } = await open();
    server.answering = () => ({ error: 'InvalidParameterValueException', status: 400 });
    await expect(source.read(request())).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('reports an unreachable server', async () => {
    const source = cloudWatchMetrics(clientOf('http://127.0.0.1:1'));
    await expect(source.read(request())).rejects.toMatchObject({ code: 'metrics/unreachable' });
  });
});
