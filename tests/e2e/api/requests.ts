import type { Improvement } from '#core/improvements/improvement.ts';
import type { RouteName } from '#functions/api/routes/all-routes.ts';
import { aCandidate } from '../../support/improvement.ts';

export interface Example {
  /** Status of the improvement that `{id}` stands for. */
  readonly improvement?: Partial<Improvement>;
  /** The value of `{id}` if an earlier example has created it. */
  readonly id?: string;
  readonly query?: string;
  readonly body?: object;
}

export const thumbsUp = { messageId: 'm1', kind: 'thumbs-up', model: 'gpt-4o', taskType: 'code' };

export const candidate = aCandidate();
const decision = { candidateHash: candidate.hash, reason: 'I read it' };
const awaiting = { status: 'awaiting-approval', candidate } as const;

/** A batch of one process of `shop` with this many requests. */
export const metricsBatch = (requests: number, fields: object = {}) => ({
  service: 'shop',
  version: 'v1',
  instance: 'i1',
  sequence: 0,
  dropped: 0,
  memory: { rss: 100e6, heapUsed: 50e6 },
  measurements: Array.from({ length: requests }, (_, i) => ({
    endpoint: 'GET /prices',
    at: Date.now() - 1_000 - i,
    duration: 12.5,
    status: 200,
  })),
  ...fields,
});

/** A message with one cumulative histogram of `shop`, which began a minute ago. */
export const cumulativeMessage = (fields: object = {}) => ({
  resourceMetrics: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeMetrics: [
        {
          metrics: [
            {
              name: 'http.server.request.duration',
              unit: 's',
              histogram: {
                aggregationTemporality: 2,
                dataPoints: [
                  {
                    startTimeUnixNano: `${Date.now() - 60_000}000000`,
                    timeUnixNano: `${Date.now()}000000`,
                    count: '10',
                    sum: 0.5,
                    bucketCounts: ['6', '3', '1'],
                    explicitBounds: [0.05, 0.1],
                    attributes: [
                      { key: 'http.request.method', value: { stringValue: 'GET' } },
                      { key: 'http.route', value: { stringValue: '/prices' } },
                    ],
                    ...fields,
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
});

/** A message with one span of `shop` that served a request. */
export const traceMessage = (fields: object) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [
        {
          spans: [
            {
              spanId: '00f067aa0ba902b7',
              kind: 2,
              startTimeUnixNano: `${Date.now() - 2_000}000000`,
              endTimeUnixNano: `${Date.now() - 1_990}500000`,
              attributes: [
                { key: 'http.request.method', value: { stringValue: 'GET' } },
                { key: 'http.route', value: { stringValue: '/prices' } },
                { key: 'http.response.status_code', value: { intValue: '200' } },
              ],
              ...fields,
            },
          ],
        },
      ],
    },
  ],
});

/** One request for every route that succeeds: a route without one does not compile. */
export const examples: Readonly<Record<RouteName, Example>> = {
  'submit-feedback': { body: thumbsUp },
  'import-feedback': {
    body: { items: [{ userId: 'somebody', feedback: { ...thumbsUp, at: '2026-06-01T09:00:00Z' } }] },
  },
  'get-preferences': {},
  'recommend-model': { query: '?taskType=code&models=a,b' },
  'override-preference': { body: { taskType: 'code', model: 'gpt-4o' } },
  'override-for-user': { body: { userId: 'somebody', taskType: 'code', model: 'gpt-4o' } },
  'export-preferences': {},
  'forget-user': {},
  'start-experiment': { body: { id: 'mini', taskType: 'summary', variants: ['gpt-4o', 'gpt-4o-mini'] } },
  'get-experiment': { id: 'mini' },
  'stop-experiment': { id: 'mini', body: { reason: 'enough' } },
  'record-metrics': { body: metricsBatch(3) },
  'record-telemetry': { id: 'traces', body: traceMessage({}) },
  'performance-report': { query: '?service=shop&hours=1' },
  'list-opportunities': { query: '?service=shop' },
  'list-improvements': { query: '?service=shop&status=applied&limit=5' },
  'list-outcomes': { query: '?service=shop' },
  'get-improvement': { improvement: {} },
  'get-verdict': { improvement: {} },
  'snooze-improvement': {
    improvement: { status: 'opportunity' },
    body: { hours: 24, reason: 'after the sale' },
  },
  'generate-improvement': { improvement: { status: 'opportunity' }, body: { reason: 'I want it' } },
  'test-improvement': { improvement: { status: 'generated', candidate } },
  'deploy-improvement': { improvement: { status: 'tested', candidate } },
  'roll-back-improvement': { improvement: { status: 'applied', candidate } },
  'approve-improvement': { improvement: awaiting, body: decision },
  'reject-improvement': { improvement: awaiting, body: decision },
  'plan-rollout': { query: '?service=shop' },
  'deployment-history': { query: '?service=shop' },
  'list-events': { query: '?subject=user:user-1&limit=5' },
  'verify-audit': { query: '?subject=user:user-1' },
  'get-stats': {},
  'run-self-test': {},
  'get-health': {},
  'get-readiness': {},
  'get-openapi': {},
};
