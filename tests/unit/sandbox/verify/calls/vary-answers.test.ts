import { expect, test } from 'vitest';
import type { Encoded, Outcome, RecordedAnswer, RecordedCall } from '#sandbox/runners/node/encoded.ts';
import { codeOfUse } from '#sandbox/verify/calls/code.ts';
import { varyAnswers } from '#sandbox/verify/calls/vary-answers.ts';

const found = (name: string, teams: readonly string[]): Outcome => ({
  how: 'resolved',
  value: {
    $: 'object',
    properties: [
      ['name', name],
      ['teams', { $: 'array', items: teams }],
    ],
  },
});
const none: Outcome = { how: 'resolved', value: null };
const answer = (id: Encoded, outcome: Outcome): RecordedAnswer => ({ method: 'user', args: [id], outcome });
const call = (...answers: readonly RecordedAnswer[]): RecordedCall => ({
  kind: 'call',
  target: 'src/users.js#teamsOf',
  self: { $: 'undefined' },
  args: [{ $: 'double', id: 1, type: 'an instance of Users' }],
  answers: { 1: answers },
});

/** The answers to the first question of each made-up call, as code. */
const made = (...calls: readonly RecordedCall[]): readonly string[] =>
  varyAnswers(calls, { numbers: [], texts: [], names: new Set<string>() }, 500, 1).map(
    ({ use }) => codeOfUse(use).split('\n')[1] ?? '',
  );

test('collaborators answer with what they answered to others, and with lists and texts of their kind', () => {
  const lines = made(call(answer('a', found('Ada', ['x', 'y']))), call(answer('b', none)));
  expect(lines).toContain('// user("a") resolved null');
  expect(lines).toContain('// user("b") resolved { name: "Ada", teams: ["x", "y"] }');
  expect(lines).toContain('// user("a") resolved { name: "", teams: ["x", "y"] }');
  expect(lines).toContain('// user("a") resolved { name: "Ada", teams: ["y", "x"] }');
  expect(lines).toContain('// user("a") resolved { name: "Ada", teams: [] }');
});

test('an answer of a kind that the collaborator was not seen to give is unusual, and rare', () => {
  const varied = varyAnswers(
    [call(answer('a', found('Ada', ['x', 'y'])))],
    { numbers: [], texts: [], names: new Set<string>() },
    40,
    1,
  );
  const isOfAnotherKind = ({ use }: (typeof varied)[number]) =>
    /resolved null|name: null|name: undefined|name: \d/.test(codeOfUse(use));
  const other = varied.filter(isOfAnotherKind);
  expect(other.length).toBeGreaterThan(0);
  expect(other.length).toBeLessThanOrEqual(10);
  expect(other.every(({ isWithinObserved }) => !isWithinObserved)).toBe(true);
});

test('the same question keeps one answer, unless it had two', () => {
  const steady = varyAnswers(
    [call(answer('a', none), answer('a', none), answer('b', found('Bo', [])))],
    { numbers: [], texts: [], names: new Set<string>() },
    500,
    1,
  );
  for (const { use } of steady) {
    const [first, second] = use.answers[1] ?? [];
    expect(first).toEqual(second);
  }
  expect(made(call(answer('a', none), answer('a', found('Ada', []))))).toEqual([]);
});
