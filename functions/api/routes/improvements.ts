import * as z from 'zod/mini';
import { statuses } from '#core/improvements/status.ts';
import { page, Text } from './fields.ts';
import type { Route } from './route.ts';

const Sentence = z.string().check(z.minLength(1), z.maxLength(500));
const Reason = z.strictObject({ reason: z._default(Sentence, 'requested by hand') });
const Decision = z.strictObject({
  candidateHash: z
    .string()
    .check(z.regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the candidate, as the record shows it')),
  reason: Sentence,
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

export type StageRoute = ReturnType<typeof stage>;

/** The life of an improvement, and what people can do with it. */
export const improvements = {
  'list-improvements': {
    method: 'GET',
    path: '/improvements',
    role: 'viewer',
    summary: 'Improvements, newest first',
    status: 200,
    query: z.strictObject({
      service: z.optional(Text),
      status: z.optional(z.enum(statuses)),
      ...page,
    }),
  },
  'list-outcomes': {
    method: 'GET',
    path: '/improvements/outcomes',
    role: 'viewer',
    summary:
      'How the attempts of each rule and model ended, over all services and at each, and how fast production became',
    status: 200,
    query: z.strictObject({ service: z.optional(Text) }),
  },
  'get-improvement': {
    method: 'GET',
    path: '/improvements/{id}',
    role: 'viewer',
    summary: 'One improvement with its evidence, and what the caller may do with it',
    status: 200,
  },
  'get-verdict': {
    method: 'GET',
    path: '/improvements/{id}/verdict',
    role: 'viewer',
    summary:
      'A verdict of its rollout with the evidence that it was made from, so that anybody can judge again',
    status: 200,
    query: z.strictObject({
      /** 1 for the first; without it, the latest. */
      number: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
    }),
  },
  'snooze-improvement': {
    method: 'POST',
    path: '/improvements/{id}/snooze',
    role: 'operator',
    summary: 'Snooze an opportunity for a number of hours; 0 ends the snooze',
    status: 200,
    body: z.strictObject({ hours: z.number().check(z.minimum(0), z.maximum(90 * 24)), reason: Sentence }),
  },
  'generate-improvement': stage('generate', 'Write a candidate'),
  'test-improvement': stage('test', 'Prove the candidate in the sandbox'),
  'deploy-improvement': stage('deploy', 'Ship the tested candidate as a canary'),
  'roll-back-improvement': stage('rollback', 'Roll the candidate back'),
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
    summary: 'Reject a candidate, named by its hash',
    status: 200,
    body: Decision,
  },
  'plan-rollout': {
    method: 'GET',
    path: '/deployments/plan',
    role: 'viewer',
    summary:
      'The plan of the next rollout of a service at its recent traffic: what is found when, and at what cost',
    status: 200,
    query: z.strictObject({ service: Text }),
  },
  'deployment-history': {
    method: 'GET',
    path: '/deployments/history',
    role: 'viewer',
    summary: 'Rollouts with their verdicts and reasons, newest first',
    status: 200,
    query: z.strictObject({ service: z.optional(Text), ...page }),
  },
} as const satisfies Record<string, Route>;
