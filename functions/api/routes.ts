import * as z from 'zod';
import { statuses } from '#core/improvements/status.ts';
import { MetricsBatch } from '#core/performance/metrics-batch.ts';
import { FeedbackInput } from '#core/preferences/feedback.ts';
import { ModelName, TaskType } from '#core/preferences/names.ts';
import type { Role } from './roles.ts';

export const basePath = '/api/v1/learning';

/** One line of the API: read by the CDK, the local server, the OpenAPI document and the tests. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** Below {@link basePath}. */
  readonly path: string;
  readonly role: Role | 'anyone';
  readonly summary: string;
  /** Status of a successful answer. */
  readonly status: 200 | 201 | 202;
  readonly query?: z.ZodType<object>;
  readonly body?: z.ZodType<object>;
}

const text = z.string().min(1).max(200);
const page = {
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(2_000).optional(),
};
const OfService = z.strictObject({ service: text });
const Reason = z.strictObject({ reason: z.string().min(1).max(500).default('asked for by hand') });
const Decision = z.strictObject({
  candidateHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the candidate, as the record shows it'),
  reason: z.string().min(1).max(500),
});

const stage = (name: string, summary: string) =>
  ({
    method: 'POST',
    path: `/improvements/{id}/${name}`,
    role: 'operator',
    summary,
    status: 202,
    body: Reason,
  }) as const satisfies Route;

/** By the name of the file in this folder that serves the route. */
export const routes = {
  'submit-feedback': {
    method: 'POST',
    path: '/feedback',
    role: 'user',
    summary: "Record a user's judgement of a message and learn from it",
    status: 201,
    body: FeedbackInput,
  },
  'get-preferences': {
    method: 'GET',
    path: '/preferences',
    role: 'user',
    summary: "The caller's preferred model per task type with confidence, and time patterns",
    status: 200,
  },
  'recommend-model': {
    method: 'GET',
    path: '/preferences/recommendation',
    role: 'user',
    summary: 'The model to use now for a task type, exploring a little',
    status: 200,
    query: z.strictObject({
      taskType: TaskType,
      /** Separated by commas, the favourite first. */
      models: z
        .string()
        .max(2_000)
        .transform((list) => list.split(','))
        .pipe(z.array(ModelName).max(50))
        .optional(),
    }),
  },
  'record-metrics': {
    method: 'POST',
    path: '/metrics',
    role: 'service',
    summary: 'Record a batch of measurements of one process',
    status: 202,
    body: MetricsBatch,
  },
  'performance-report': {
    method: 'GET',
    path: '/performance/report',
    role: 'viewer',
    summary: 'Health 0-100, endpoints with percentiles, findings, memory',
    status: 200,
    query: OfService.extend({ hours: z.coerce.number().positive().max(72).default(24) }),
  },
  'list-opportunities': {
    method: 'GET',
    path: '/improvements/opportunities',
    role: 'viewer',
    summary: 'What is worth fixing, by the time that fixing it would save',
    status: 200,
    query: OfService,
  },
  'list-improvements': {
    method: 'GET',
    path: '/improvements',
    role: 'viewer',
    summary: 'Improvements, newest first',
    status: 200,
    query: z.strictObject({ service: text.optional(), status: z.enum(statuses).optional(), ...page }),
  },
  'get-improvement': {
    method: 'GET',
    path: '/improvements/{id}',
    role: 'viewer',
    summary: 'One improvement with its evidence, and what the caller may do with it',
    status: 200,
  },
  'generate-improvement': stage('generate', 'Write a candidate'),
  'test-improvement': stage('test', 'Prove the candidate in the sandbox'),
  'deploy-improvement': stage('deploy', 'Ship the tested candidate as a canary'),
  'roll-back-improvement': stage('rollback', 'Take the candidate back'),
  'approve-improvement': {
    method: 'POST',
    path: '/improvements/{id}/approve',
    role: 'approver',
    summary: 'Approve a candidate, named by its hash, and ship it',
    status: 202,
    body: Decision,
  },
  'reject-improvement': {
    method: 'POST',
    path: '/improvements/{id}/reject',
    role: 'approver',
    summary: 'Turn a candidate down, named by its hash',
    status: 200,
    body: Decision,
  },
  'deployment-history': {
    method: 'GET',
    path: '/deployments/history',
    role: 'viewer',
    summary: 'Rollouts with their verdicts and reasons, newest first',
    status: 200,
    query: z.strictObject({ service: text.optional(), ...page }),
  },
  'list-events': {
    method: 'GET',
    path: '/events',
    role: 'viewer',
    summary: 'The audit log of a day, newest first, or of one subject, oldest first',
    status: 200,
    query: z.strictObject({
      day: z.iso.date().optional(),
      subject: text.optional(),
      ...page,
    }),
  },
  'get-stats': {
    method: 'GET',
    path: '/stats',
    role: 'viewer',
    summary: 'What the system has learned and done',
    status: 200,
  },
  'get-health': { method: 'GET', path: '/health', role: 'anyone', summary: 'Liveness', status: 200 },
  'get-openapi': {
    method: 'GET',
    path: '/openapi.json',
    role: 'anyone',
    summary: 'This description',
    status: 200,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
