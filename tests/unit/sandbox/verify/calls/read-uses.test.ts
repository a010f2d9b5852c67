import { expect, test } from 'vitest';
import { functionsCalledBy, readUses } from '#sandbox/verify/calls/read-uses.ts';

const wanted = new Set(['src/a.ts#f', 'src/a.ts#Store.add']);
const call = (target: string, arg: number) =>
  JSON.stringify({ kind: 'call', target, self: null, args: [arg], answers: {} });
const history = (target: string, object: string, calls: number) =>
  JSON.stringify({
    kind: 'history',
    object,
    target,
    args: [],
    calls: Array(calls).fill({ method: 'add', args: [] }),
  });

test('the last line of an object tells its whole life', () => {
  const text = [history('src/a.ts#Store', '1-0', 1), history('src/a.ts#Store', '1-0', 3)].join('\n');
  expect(readUses([text], wanted).uses).toMatchObject([{ calls: { length: 3 } }]);
});

test('a call of another function, a life of another class and a line that is none are left out', () => {
  const text = [
    call('src/a.ts#g', 1),
    history('src/a.ts#Other', '1-0', 1),
    '{"kind":"call"',
    'null',
    '7',
  ].join('\n');
  expect(readUses([text], wanted).uses).toEqual([]);
});

test('however much was written, the number of calls and of lives is bounded', () => {
  const lines = Array.from({ length: 2_000 }, (_, i) => [
    call('src/a.ts#f', i),
    history('src/a.ts#Store', `${i}`, 1),
  ]);
  const { uses } = readUses([lines.flat().join('\n')], wanted);
  expect(uses.filter(({ kind }) => kind === 'call')).toHaveLength(400);
  expect(uses.filter(({ kind }) => kind === 'history')).toHaveLength(400);
});

test('what is asked of an object is a call of its method', () => {
  const { uses } = readUses(
    [[call('src/a.ts#f', 1), history('src/a.ts#Store', '1-0', 2)].join('\n')],
    wanted,
  );
  expect(functionsCalledBy(uses)).toEqual(wanted);
});
