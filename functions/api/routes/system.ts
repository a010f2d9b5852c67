import * as z from 'zod/mini';
import { page, Subject } from './fields.ts';
import type { Route } from './route.ts';

/** The system itself. */
export const system = {
  'list-events': {
    method: 'GET',
    path: '/events',
    role: 'viewer',
    summary: 'The audit log of a day, newest first, or of one subject, oldest first',
    status: 200,
    query: z.strictObject({
      day: z.optional(z.iso.date()),
      subject: z.optional(Subject),
      ...page,
    }),
  },
  'verify-audit': {
    method: 'GET',
    path: '/audit/verify',
    role: 'viewer',
    summary:
      'The number of events, the last hash and whether the hash chain holds: of one subject, or of those of a page of events of a day',
    status: 200,
    query: z.strictObject({
      day: z.optional(z.iso.date()),
      subject: z.optional(Subject),
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
  'run-self-test': {
    method: 'GET',
    path: '/self-test',
    role: 'viewer',
    summary: 'Rehearses rollouts with a known right end through the judge and the alarm of this installation',
    status: 200,
  },
  'get-health': {
    method: 'GET',
    path: '/health',
    role: 'anyone',
    summary: 'Liveness: this process responds',
    status: 200,
  },
  'get-readiness': {
    method: 'GET',
    path: '/ready',
    role: 'anyone',
    summary: 'Readiness: the database and the workflow can be reached, or 503 within two seconds',
    status: 200,
  },
  'get-openapi': {
    method: 'GET',
    path: '/openapi.json',
    role: 'anyone',
    summary: 'This description',
    status: 200,
  },
} as const satisfies Record<string, Route>;
