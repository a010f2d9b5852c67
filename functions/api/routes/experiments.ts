import * as z from 'zod/mini';
import { ExperimentInput } from '#core/experiments/experiment.ts';
import type { Route } from './route.ts';

/** A/B tests between two models or settings. */
export const experiments = {
  'start-experiment': {
    method: 'POST',
    path: '/experiments',
    role: 'operator',
    summary: 'Compare two models or settings on a task type, on real recommendations',
    status: 201,
    body: ExperimentInput,
  },
  'get-experiment': {
    method: 'GET',
    path: '/experiments/{id}',
    role: 'viewer',
    summary: 'An experiment with its ratings and its evidence so far',
    status: 200,
  },
  'stop-experiment': {
    method: 'POST',
    path: '/experiments/{id}/stop',
    role: 'operator',
    summary: 'End an experiment without a result',
    status: 200,
    body: z.strictObject({ reason: z.string().check(z.minLength(1), z.maxLength(500)) }),
  },
} as const satisfies Record<string, Route>;
