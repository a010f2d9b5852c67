import { describe, expect, it } from 'vitest';
import { jsonRoundTrip } from '#adapters/ast-grep/rules/json-round-trip.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('json-round-trip', () => {
  it.each([
    [
      'a copy by way of JSON',
      'return JSON.parse(JSON.stringify(items));',
      ['JSON.parse(JSON.stringify(items))'],
    ],
    [
      'a copy on several lines',
      'return JSON.parse(\n  JSON.stringify(items),\n);',
      ['JSON.parse(\n  JSON.stringify(items),\n)'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(jsonRoundTrip, subject(body))).toEqual(places);
    expect(matches(jsonRoundTrip, subject(body))[0]).toMatchObject({ reason: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['text is only read', 'return JSON.parse(items);'],
    ['text is only written', 'return JSON.stringify(JSON.parse(items).a);'],
    ['the text is changed in between', 'return JSON.parse(clean(JSON.stringify(items)));'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(jsonRoundTrip, subject(body))).toEqual([]);
  });
});
