import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { prometheusMetrics } from '#adapters/prometheus/metrics-source.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import type { PrometheusMetric } from '#core/service/service-metrics.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { type Gateway, startBareGateway } from '../../support/gateway.ts';
import { hasPrometheus, type Prometheus, queryNow, startScraping } from '../../support/prometheus.ts';
import { until } from '../../support/until.ts';

const minute = 60_000;
const metric = 'http_request_duration_seconds';

/** As an `ironclaw.json` for our own API would declare it. */
const metricOf = (endpoint: string, labels: Record<string, string>): PrometheusMetric => {
  return { kind: 'prometheus', endpoint, metric, labels, unit: 's', statusLabel: 'code' };
};
const stats = metricOf('GET /stats', { method: 'GET', route: `${basePath}/stats` });
const feedback = metricOf('POST /feedback', { method: 'POST', route: `${basePath}/feedback` });
const unknown = metricOf('GET none', { method: 'GET', route: 'none' });

describe.skipIf(!hasPrometheus)('our own metrics in Prometheus (needs it installed)', () => {
  let gateway: Gateway;
  let prometheus: Prometheus;
  let sent = 0;
  beforeAll(async () => {
    // Nothing listens there, so each request that needs the table fails.
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', 'http://127.0.0.1:9');
    for (const name of ['AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'TABLE_NAME'])
      vi.stubEnv(name, 'local');
    gateway = await startBareGateway();
    prometheus = await startScraping(gateway.url);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await gateway?.close();
    vi.unstubAllEnvs();
  });

  async function send(path: string, wanted: number, headers = {}): Promise<number> {
    const begun = performance.now();
    const response = await fetch(`${gateway.url}${path}`, { headers });
    await response.text();
    expect(response.status).toBe(wanted);
    sent += 1;
    return performance.now() - begun;
  }

  const sendRefused = () => send(`${basePath}/stats`, 401);
  const sendFailing = async () =>
    send(`${basePath}/stats`, 503, { authorization: await gateway.authorization('viewer') });

  /** A body that arrives late after the head, and is invalid. */
  async function sendSlowly(milliseconds: number): Promise<number> {
    const begun = performance.now();
    const headers = { authorization: await gateway.authorization('user'), expect: '100-continue' };
    const sending = request(`${gateway.url}${basePath}/feedback`, { method: 'POST', headers });
    sending.once('continue', () => setTimeout(() => sending.end('{'), milliseconds));
    sending.flushHeaders();
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    await text(response);
    expect(response.statusCode).toBe(400);
    sent += 1;
    return performance.now() - begun;
  }

  const query = (expression: string) => queryNow(prometheus, expression);
  const scraped = () =>
    until(
      `Prometheus has scraped ${sent} requests`,
      async () => (await query(`sum(${metric}_count)`)).some(({ value }) => value === sent),
      { patience: 20_000, interval: 200 },
    );

  test('match the requests, with their labels, and our own source reads them', async () => {
    // Prometheus counts a counter from its first scrape.
    await Promise.all([sendFailing(), sendRefused(), sendSlowly(0), send('/nothing/0', 404)]);
    await scraped();
    const from = Date.now();

    const failed = [await sendFailing(), await sendFailing()];
    const refused = [await sendRefused(), await sendRefused(), await sendRefused()];
    const slow = await sendSlowly(300);
    for (let i = 1; i <= 10; i += 1) await send(`/nothing/${i}`, 404);
    await scraped();

    const common = { __name__: `${metric}_count`, job: 'ironclaw', instance: new URL(gateway.url).host };
    const counted = await query(`${metric}_count`);
    expect(counted.toSorted((a, b) => a.value - b.value)).toEqual([
      { labels: { ...common, ...feedback.labels, code: '400' }, value: 2 },
      { labels: { ...common, ...stats.labels, code: '503' }, value: 3 },
      { labels: { ...common, ...stats.labels, code: '401' }, value: 4 },
      { labels: { ...common, ...unknown.labels, code: '404' }, value: 11 },
    ]);

    const parts = await read(from);
    expect(parts).toMatchObject([
      { endpoint: 'GET /stats', count: 5, errors: 2 },
      { endpoint: 'POST /feedback', count: 1, errors: 0 },
      { endpoint: 'GET none', count: 10, errors: 0 },
    ]);
    const [ofStats, ofFeedback] = parts;
    expect(ofStats?.sum).toBeGreaterThan(0);
    expect(ofStats?.sum).toBeLessThan(total([...failed, ...refused]));
    expect(ofFeedback?.sum).toBeGreaterThan(299);
    expect(ofFeedback?.sum).toBeLessThan(slow);
    expect(ofFeedback?.min).toBeGreaterThanOrEqual(250);
    expect(ofFeedback?.max).toBeGreaterThanOrEqual(ofFeedback?.sum ?? Infinity);
  });

  /**
   * The source reads counters at the start and end of each minute. This minute begins within the test and ends after
   * it: for a future time, Prometheus returns its last scrape.
   */
  async function read(from: number): Promise<readonly WindowPart[]> {
    const { parts, incomplete } = await prometheusMetrics(prometheus).read({
      service: 'ironclaw',
      metrics: [stats, feedback, unknown],
      versions: [],
      from,
      to: from + minute,
      windowSeconds: 300,
    });
    expect(incomplete).toEqual([]);
    return parts;
  }
});

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
