import { describe, expect, test } from 'vitest';
import { MadeUpAnswers } from '#sandbox/runners/node/answers/made-up-answers.ts';
import { encode } from '#sandbox/runners/node/encode.ts';
import type { Encoded, Outcome, RecordedAnswer } from '#sandbox/runners/node/encoded.ts';

const encoded = (value: unknown): Encoded => encode(value, { typeOf: () => undefined });
const said = (
  method: string,
  args: readonly unknown[],
  value: unknown,
  how: 'returned' | 'resolved' | 'rejected' = 'resolved',
): RecordedAnswer => ({ method, args: args.map(encoded), outcome: { how, value: encoded(value) } });
const asking =
  (...recorded: readonly RecordedAnswer[]) =>
  (method: string, ...args: readonly unknown[]): Outcome | null =>
    new MadeUpAnswers(recorded).answerTo(method, args.map(encoded));

const texts = Array.from({ length: 40 }, (_, i) => `x${i}`);
const users = [
  said('user', ['ada'], { id: 'ada', boss: 'bo', name: 'Ada' }),
  said('user', ['bo'], { id: 'bo', boss: null, name: 'Bo' }),
  said('user', ['cy'], new Error('no user cy'), 'rejected'),
];

describe('an answer that was not recorded', () => {
  test('is the same to the same question, in whatever order questions come', () => {
    const [one, other] = [new MadeUpAnswers(users), new MadeUpAnswers(users.toReversed())];
    for (const id of texts.toReversed()) other.answerTo('user', [id]);
    for (const id of texts) expect(one.answerTo('user', [id])).toEqual(other.answerTo('user', [id]));
  });

  test('is one that was recorded for another, with what was asked in its place: also a failure', () => {
    const ask = asking(...users);
    const answers = texts.map((id) => JSON.stringify(ask('user', id)));
    const expected = texts.map((id) => [
      said('', [], { id, boss: 'bo', name: 'Ada' }).outcome,
      said('', [], { id, boss: null, name: 'Bo' }).outcome,
      said('', [], new Error(`no user ${id}`), 'rejected').outcome,
    ]);
    for (const [i, possible] of expected.entries())
      expect(possible.map((outcome) => JSON.stringify(outcome))).toContain(answers[i]);
    for (const kind of [0, 1, 2])
      expect(answers.some((answer, i) => answer === JSON.stringify(expected[i]?.[kind]))).toBe(true);
  });

  test('fits to what other methods say of the same thing', () => {
    const ask = asking(
      ...['a', 'b', 'c', 'd'].flatMap((id, i) => [
        said('count', [id], i),
        said('list', [id], Array(i).fill('item')),
      ]),
    );
    for (const id of texts) {
      const [count, list] = [ask('count', id), ask('list', id)];
      expect(list).toEqual(said('', [], Array((count as { value: number }).value).fill('item')).outcome);
    }
  });

  test('keeps what is the same in both questions', () => {
    const ask = asking(said('get', ['users', 'a'], 'a user'), said('get', ['teams', 'a'], 'a team'));
    expect(ask('get', 'users', 'z')).toEqual(said('', [], 'a user').outcome);
    expect(ask('get', 'teams', 'z')).toEqual(said('', [], 'a team').outcome);
  });

  test('repeats a number of the question only if all answers did', () => {
    const page = asking(said('page', [1], { page: 1 }), said('page', [2], { page: 2 }));
    expect(page('page', 7)).toEqual(said('', [], { page: 7 }).outcome);
    const size = asking(said('size', [1], { count: 1 }), said('size', [2], { count: 5 }));
    expect(size('size', 7)).not.toEqual(said('', [], { count: 7 }).outcome);
  });

  test('is nothing where the method never gives anything', () => {
    expect(asking(said('write', ['a'], undefined))('write', { b: 1 }, 2)).toEqual(
      said('', [], undefined).outcome,
    );
  });
});

describe('nobody can say what the answer would be', () => {
  test.each([
    ['if the method was never asked', asking(...users)('team', 'a')],
    ['if the question has another shape', asking(...users)('user', 7)],
    ['if one question had two answers', asking(said('next', ['a'], 1), said('next', ['a'], 2))('next', 'b')],
    [
      'if it compares two values, which has laws',
      asking(said('compare', ['a', 'b'], -1))('compare', 'a', 'c'),
    ],
    ['if it gives an iterator', asking(said('rows', ['a'], [1][Symbol.iterator]()))('rows', 'b')],
    ['if a function is asked for', asking(said('map', ['a'], 1))('map', () => 1)],
  ])('%s', (_, answer) => expect(answer).toBeNull());
});

describe('the answer to a list of things is made of what was said of each', () => {
  test('in the places of the things', () => {
    const ask = asking(said('stocks', [['a', 'b', 'c']], [1, 2, null]), said('stocks', [['b']], [2]));
    expect(ask('stocks', ['c', 'b', 'b', 'a'])).toEqual(said('', [], [null, 2, 2, 1]).outcome);
    expect(ask('stocks', [])).toEqual(said('', [], []).outcome);
  });

  test('as rows of those that are found', () => {
    const row = (id: number) => ({ id, name: 'a name' });
    const ask = asking(said('find', [[1, 2, 3]], [row(1), row(3)]));
    expect(ask('find', [3, 2, 1])).toEqual(said('', [], [row(3), row(1)]).outcome);
    expect([[], [row(8)]].map((rows) => said('', [], rows).outcome)).toContainEqual(ask('find', [8]));
  });

  test('by their names', () => {
    const ask = asking(said('prices', [['a', 'b']], { a: 1, b: 2 }));
    expect(ask('prices', ['b'])).toEqual(said('', [], { b: 2 }).outcome);
  });

  test('unless it was not always the same for one of them', () => {
    const ask = asking(said('rank', [['a', 'b']], [1, 2]), said('rank', [['b']], [1]));
    expect(ask('rank', ['b', 'a', 'a'])).toBeNull();
  });
});
