import { describe, expect, it } from 'vitest';
import { awaitInLoop } from '#adapters/ast-grep/rules/await-in-loop.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('await-in-loop', () => {
  it.each([
    ['a call for each element', 'for (const item of items) await send(item);', ['await send(item)']],
    [
      'a call in a counting loop',
      'for (let i = 0; i < 3; i += 1) { const x = await load(i); use(x); }',
      ['await load(i)'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(awaitInLoop, subject(body))).toEqual(places);
    expect(matches(awaitInLoop, subject(body))[0]).toMatchObject({ reason: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['it is in no loop', 'await send(items);'],
    ['the loop ends early', 'for (const item of items) { if (await check(item)) break; }'],
    ['the loop returns', 'for (const item of items) { if (await check(item)) return item; }'],
    ['a turn needs the one before', 'let last;\nfor (const item of items) last = await send(item, last);'],
    ['the loop adds up', 'let sum = 0;\nfor (const item of items) sum += await price(item);'],
    ['the loop paces itself', 'for (const item of items) { await send(item); await sleep(100); }'],
    ['the loop waits for a stream', 'for await (const item of items) await send(item);'],
    ['the loop runs until a state is reached', 'while (open) await step();'],
    ['another rule knows it as a query', 'for (const item of items) await users.findOne(item);'],
    ['a function of its own waits', 'for (const item of items) later(async () => await send(item));'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(awaitInLoop, subject(body))).toEqual([]);
  });
});
