import * as z from 'zod/mini';
import { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { UserFeedback } from '#core/preferences/feedback/import-feedback.ts';
import { ModelName, TaskType, UserId } from '#core/preferences/names.ts';
import { page } from './fields.ts';
import type { Route } from './route.ts';

/** Separated by commas, the default first. */
const Models = z.pipe(
  z.pipe(
    z.string().check(z.maxLength(5_000)),
    z.transform((list) => list.split(',')),
  ),
  z.array(ModelName).check(z.maxLength(50)),
);

const override = { taskType: TaskType, model: z.nullable(ModelName) };

/** Preferences and recommendations. */
export const preferences = {
  'submit-feedback': {
    method: 'POST',
    path: '/feedback',
    role: 'user',
    summary: "Record a user's feedback on a message",
    status: 201,
    body: FeedbackInput,
  },
  'import-feedback': {
    method: 'POST',
    path: '/feedback/import',
    role: 'operator',
    summary: 'Record the feedback of many users, such as from an export; may be repeated',
    status: 200,
    body: z.strictObject({ items: z.array(UserFeedback).check(z.minLength(1), z.maxLength(100)) }),
  },
  'get-preferences': {
    method: 'GET',
    path: '/preferences',
    role: 'user',
    summary:
      "The caller's preferred model per task type with confidence and explanation, time patterns, predicted next task",
    status: 200,
    query: z.strictObject({ models: z.optional(Models) }),
  },
  'recommend-model': {
    method: 'GET',
    path: '/preferences/recommendation',
    role: 'user',
    summary: 'The model to use now for a task type; sometimes another one, to explore',
    status: 200,
    query: z.strictObject({ taskType: TaskType, models: z.optional(Models) }),
  },
  'override-preference': {
    method: 'POST',
    path: '/preferences/override',
    role: 'user',
    summary: 'Override which model the caller gets for a task type; null removes the override',
    status: 200,
    body: z.strictObject(override),
  },
  'override-for-user': {
    method: 'POST',
    path: '/preferences/override/for-user',
    role: 'operator',
    summary: 'Override which model a user gets for a task type; null removes the override',
    status: 200,
    body: z.strictObject({ userId: UserId, ...override }),
  },
  'export-preferences': {
    method: 'GET',
    path: '/preferences/export',
    role: 'user',
    summary: 'Everything kept about the caller, one page of feedback at a time',
    status: 200,
    query: z.strictObject(page),
  },
  'forget-user': {
    method: 'DELETE',
    path: '/preferences',
    role: 'user',
    summary: 'Delete everything kept about the caller',
    status: 200,
  },
} as const satisfies Record<string, Route>;
