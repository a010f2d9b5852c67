import { describe, expect, it } from 'vitest';
import { keysInLoop } from '#adapters/ast-grep/rules/keys-in-loop.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('keys-in-loop', () => {
  it.each([
    [
      'a search of keys in a callback',
      'const all = {};\nreturn items.filter((item) => Object.keys(all).includes(item));',
      ['Object.keys(all)'],
    ],
    [
      'a count in the condition of a loop',
      'for (let i = 0; i < Object.keys(items).length; i += 1) use(i);',
      ['Object.keys(items)'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(keysInLoop, subject(body))).toEqual(places);
    expect(matches(keysInLoop, subject(body))[0]).toMatchObject({ reason: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['it is not in a loop', 'return Object.keys(items).length;'],
    ['the object is that of the turn', 'return items.map((item) => Object.keys(item).length);'],
    ['the loop walks the keys', 'for (const key of Object.keys(items)) use(key);'],
    ['the keys are used otherwise', 'return items.map((item) => Object.keys(items).join(item));'],
    ['the object is computed in each turn', 'return items.map((item) => Object.keys(of(item)).length);'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(keysInLoop, subject(body))).toEqual([]);
  });
});
