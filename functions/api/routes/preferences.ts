import * as z from 'zod/mini';
import { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { ModelName, TaskType, UserId } from '#core/preferences/names.ts';
import { page } from './fields.ts';
import type { Route } from './route.ts';

/** Separated by commas, the favorite first. */
const Models = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(2_000)),
    z.transform((list) => list.split(',')),
  ),
  z.array(ModelName).check(z.maxLength(50)),
);

const override = { taskType: TaskType, model: z.nullable(ModelName) };

/** What users like, and what they should get. */
export const preferences = {
  'submit-feedback': {
    method: 'POST',
    path: '/feedback',
    role: 'user',
    summary: "Record a user's judgment of a message, to learn from it",
    status: 201,
    body: FeedbackInput,
  },
  'get-preferences': {
    method: 'GET',
    path: '/preferences',
    role: 'user',
    summary:
      "The caller's preferred model per task type with confidence and why, time patterns, what comes next",
    status: 200,
    query: z.strictObject({ models: z.optional(Models) }),
  },
  'recommend-model': {
    method: 'GET',
    path: '/preferences/recommendation',
    role: 'user',
    summary: 'The model to use now for a task type, exploring a little',
    status: 200,
    query: z.strictObject({ taskType: TaskType, models: z.optional(Models) }),
  },
  'override-preference': {
    method: 'POST',
    path: '/preferences/override',
    role: 'user',
    summary: 'Decide which model the caller gets for a task type, whatever is learned; null rolls it back',
    status: 200,
    body: z.strictObject(override),
  },
  'override-for-user': {
    method: 'POST',
    path: '/preferences/override/for-user',
    role: 'operator',
    summary: 'Decide which model a user gets for a task type',
    status: 200,
    body: z.strictObject({ userId: UserId, ...override }),
  },
  'export-preferences': {
    method: 'GET',
    path: '/preferences/export',
    role: 'user',
    summary: 'All that is kept of the caller, a page of feedback at a time',
    status: 200,
    query: z.strictObject(page),
  },
  'forget-user': {
    method: 'DELETE',
    path: '/preferences',
    role: 'user',
    summary: 'Delete all that is kept of the caller',
    status: 200,
  },
} as const satisfies Record<string, Route>;
