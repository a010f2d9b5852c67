import { describe, expect, it } from 'vitest';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import type { TriedChange } from '#core/improvements/candidate/candidate.ts';
import { hot, requestFor } from '../../../contract/candidate-generator/requests.ts';

const path = 'src/work.ts';
const text = `export function outer() { return inner(); }
export function inner() { return [1].map((x) => x); }
export async function waits(list) { for (const x of list) await x; }
`;
const files = [{ path, text }];
const chosen = (...profile: [name: string, line: number, self: number][]) =>
  chooseFunction(
    requestFor(
      files,
      profile.map(([name, line, self]) => hot(name, path, line, self)),
    ),
  )?.target.name;
const attempt: TriedChange = {
  source: 'model',
  author: 'm',
  path,
  function: 'inner',
  hash: null,
  patch: 'a patch',
  outcome: 'slower',
};

describe('choosing the function to rewrite', () => {
  it('takes the function with the largest own share', () => {
    expect(chosen(['outer', 1, 0.06], ['inner', 2, 0.6], ['waits', 3, 0.1])).toBe('inner');
  });

  it('counts the libraries that a function calls as its own', () => {
    const profile = [hot('outer', path, 1, 0.2), { ...hot('waits', path, 3, 0), own: 0.7 }];
    expect(chooseFunction(requestFor(files, profile))?.target.name).toBe('waits');
  });

  it('goes on with what calls a function so often that repeats nothing itself', () => {
    const sources = `export function price(item) { return item.cents * 2; }
export function sum(items) { let all = 0; for (const item of items) all += price(item); return all; }
export function other(items) { return items.length; }
`;
    const profile = [hot('price', path, 1, 0.5), hot('other', path, 3, 0.2), hot('sum', path, 2, 0.1)];
    const tried = Array.from({ length: 3 }, () => ({ ...attempt, function: 'price' }));
    const request = requestFor([{ path, text: sources }], profile, tried);
    expect(chooseFunction(request)?.target.name).toBe('sum');
  });

  it('chooses no function that a candidate may not change', () => {
    const asked = requestFor([], [hot('inner', path, 2)]);
    const request = { ...asked, snapshot: { ...asked.snapshot, context: files } };
    expect(chooseFunction(request)).toBeNull();
  });

  it('counts callbacks for their enclosing function', () => {
    expect(chosen(['outer', 1, 0.3], ['inner', 2, 0.2], ['(anonymous)', 2, 0.2])).toBe('inner');
  });

  it('takes the function that awaits in a loop if the endpoint computes little', () => {
    expect(chosen(['outer', 1, 0.01], ['inner', 2, 0.02], ['waits', 3, 0])).toBe('waits');
  });

  it('takes the hottest function if none waits either', () => {
    expect(chosen(['outer', 1, 0.01], ['inner', 2, 0.02])).toBe('outer');
  });

  it('skips files that are not in the snapshot', () => {
    const request = requestFor(files, [
      hot('handle', 'node_modules/router.js', 1, 0.9),
      hot('inner', path, 2, 0.1),
    ]);
    expect(chooseFunction(request)?.target.name).toBe('inner');
  });

  it('moves to another function after three attempts that were tested', () => {
    const profile = [hot('inner', path, 2, 0.6), hot('outer', path, 1, 0.1)];
    const malformed = { ...attempt, path: '', function: '', patch: '' };
    const choose = (earlier: TriedChange[]) => chooseFunction(requestFor(files, profile, earlier));
    expect(choose([attempt, attempt])?.target.name).toBe('inner');
    expect(choose([attempt, attempt, malformed])?.target.name).toBe('inner');
    expect(choose([attempt, attempt, attempt])?.target.name).toBe('outer');
    expect(choose([attempt, malformed])?.earlier).toEqual([attempt, malformed]);
  });

  it('skips a function that could not be shown unchanged', () => {
    const disguised = [{ path, text: text.replace('[1]', "['\u202e']") }];
    expect(chooseFunction(requestFor(disguised, [hot('inner', path, 2)]))).toBeNull();
  });
});
