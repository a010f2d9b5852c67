import { describe, expect, it } from 'vitest';
import { sequentialQueries } from '#adapters/ast-grep/rules/sequential-queries.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('sequential-queries', () => {
  it.each([
    [
      'two queries in turn',
      'const a = await users.findOne(items);\nconst b = await orders.findAll({ open: true });',
      ['const b = await orders.findAll({ open: true });'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(sequentialQueries, subject(body))).toEqual(places);
    expect(matches(sequentialQueries, subject(body))[0]).toMatchObject({
      reason: expect.stringMatching(/\.$/),
    });
  });

  it.each([
    [
      'the second needs the first',
      'const a = await users.findOne(items);\nconst b = await orders.findAll({ user: a.id });',
    ],
    [
      'the second needs a part of the first',
      'const { id } = await users.findOne(items);\nconst b = await orders.findAll({ id });',
    ],
    [
      'something is between the two',
      'const a = await users.findOne(items);\nif (!a) return;\nconst b = await orders.findAll({ open: true });',
    ],
    ['one is no query', 'const a = await users.findOne(items);\nconst b = await send(1);'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(sequentialQueries, subject(body))).toEqual([]);
  });
});
