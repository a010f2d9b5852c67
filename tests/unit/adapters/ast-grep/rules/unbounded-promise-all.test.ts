import { describe, expect, it } from 'vitest';
import { unboundedPromiseAll } from '#adapters/ast-grep/rules/unbounded-promise-all.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('unbounded-promise-all', () => {
  it.each([
    [
      'a request for each element',
      'return Promise.all(items.map((item) => fetch(item)));',
      ['Promise.all(items.map((item) => fetch(item)))'],
    ],
    [
      'a write for each element',
      'await Promise.allSettled(items.map(async (item) => { await item.save(); }));',
      ['Promise.allSettled(items.map(async (item) => { await item.save(); }))'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(unboundedPromiseAll, subject(body))).toEqual(places);
    expect(matches(unboundedPromiseAll, subject(body))[0]).toMatchObject({
      reason: expect.stringMatching(/\.$/),
    });
  });

  it.each([
    ['the list is written there', "return Promise.all(['a', 'b'].map((item) => fetch(item)));"],
    [
      'the list is a constant of the function',
      "const few = ['a', 'b'];\nreturn Promise.all(few.map((item) => fetch(item)));",
    ],
    ['the callback calls nothing outside', 'return Promise.all(items.map((item) => double(item)));'],
    ['the calls are listed', 'return Promise.all([fetch(1), fetch(2)]);'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(unboundedPromiseAll, subject(body))).toEqual([]);
  });
});
