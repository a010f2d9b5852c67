import { describe, expect, it } from 'vitest';
import { objectSpreadInLoop } from '#adapters/ast-grep/rules/object-spread-in-loop.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('object-spread-in-loop', () => {
  it.each([
    [
      'a copy with one more key',
      'let all = {};\nfor (const item of items) all = { ...all, [item.id]: item };',
      ['all = { ...all, [item.id]: item }'],
    ],
    [
      'a copy by assign',
      'let all = {};\nfor (const item of items) all = Object.assign({}, all, { [item.id]: item });',
      ['all = Object.assign({}, all, { [item.id]: item })'],
    ],
    [
      'a copy with another object',
      'let all = {};\nfor (const item of items) { all = { ...all, ...item }; }',
      ['all = { ...all, ...item }'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(objectSpreadInLoop, subject(body))).toEqual(places);
    expect(matches(objectSpreadInLoop, subject(body))[0]).toMatchObject({
      reason: expect.stringMatching(/\.$/),
    });
  });

  it.each([
    ['it is not in a loop', 'let all = {};\nall = { ...all, [items.id]: 1 };'],
    [
      'the keys are always the same',
      'let all = {};\nfor (const item of items) all = { ...all, last: item };',
    ],
    [
      'the object is that of the turn',
      'for (const item of items) { let all = {}; all = { ...all, [item.id]: 1 }; use(all); }',
    ],
    ['another object is copied', 'let all = {};\nfor (const item of items) all = { ...item, [item.id]: 1 };'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(objectSpreadInLoop, subject(body))).toEqual([]);
  });
});
