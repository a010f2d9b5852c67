import { expect, test } from 'vitest';
import { Conflict, InvalidInput, Stale, Unavailable } from '#core/errors.ts';
import { problemFrom } from '#functions/api/middleware/problem-json.ts';

const bodyOf = (error: unknown) => JSON.parse(problemFrom(error, '/here').body ?? '');

test('what an error knows is told beside the standard fields, and never in their place', () => {
  const data = { status: 'watching', code: 'other', detail: 'other', type: 'other', allowed: ['rollback'] };
  expect(bodyOf(new Conflict('it is watching.', { code: 'improvement/illegal-stage', data }))).toEqual({
    type: 'urn:ironclaw:problem:improvement/illegal-stage',
    title: 'Conflict',
    status: 409,
    code: 'improvement/illegal-stage',
    detail: 'it is watching.',
    instance: '/here',
    allowed: ['rollback'],
  });
});

test('a more special error has the status of its kind', () => {
  expect(problemFrom(new Stale('read it again.'), '/here').statusCode).toBe(409);
});

test('what others failed to do may be tried again soon', () => {
  const answer = problemFrom(new Unavailable('busy.', { code: 'metrics/throttled' }), '/here');
  expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
});

test.each([
  ['an error that nobody foresaw', new TypeError('secret is not a function')],
  ['a fault of ours', new InvalidInput('the secret is unreadable.', { code: 'x/y', fault: 'ours' })],
  ['no error at all', 'secret'],
])('of %s nothing is told', (_, error) => {
  const answer = problemFrom(error, '/here');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('secret');
  expect(JSON.parse(answer.body ?? '')).toMatchObject({ status: 500, code: 'internal' });
});
