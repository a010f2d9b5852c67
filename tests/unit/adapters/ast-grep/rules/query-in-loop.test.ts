import { describe, expect, it } from 'vitest';
import { queryInLoop } from '#adapters/ast-grep/rules/query-in-loop.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('query-in-loop', () => {
  it.each([
    [
      'a query for each element',
      'for (const item of items) await users.findOne({ id: item.id });',
      ['await users.findOne({ id: item.id })'],
    ],
    [
      'a query in a callback',
      'return Promise.all(items.map(async ({ id }) => await users.findByPk(id)));',
      ['await users.findByPk(id)'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(queryInLoop, subject(body))).toEqual(places);
    expect(matches(queryInLoop, subject(body))[0]).toMatchObject({ reason: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['it is in no loop', 'await users.findOne({ id: items[0] });'],
    ['the query is always the same', "for (const item of items) await users.findOne({ name: 'admin' });"],
    ['the call is no query', 'for (const item of items) await send(item);'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(queryInLoop, subject(body))).toEqual([]);
  });
});
