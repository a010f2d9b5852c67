import { describe, expect, it } from 'vitest';
import { shiftInLoop } from '#adapters/ast-grep/rules/shift-in-loop.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('shift-in-loop', () => {
  it.each([
    [
      'a queue',
      'const queue = [...items];\nwhile (queue.length > 0) { const next = queue.shift(); queue.push(...next); }',
      ['queue.shift()'],
    ],
    ['a queue without a comparison', 'while (items.length) use(items.shift());', ['items.shift()']],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(shiftInLoop, subject(body))).toEqual(places);
    expect(matches(shiftInLoop, subject(body))[0]).toMatchObject({ reason: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['the element is taken once', 'return items.shift();'],
    ['the loop does not empty the list', 'for (const item of items) item.parts.shift();'],
    ['the condition is of another list', 'while (others.length > 0) items.shift();'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(shiftInLoop, subject(body))).toEqual([]);
  });
});
