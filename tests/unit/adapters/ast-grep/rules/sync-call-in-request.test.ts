import { describe, expect, it } from 'vitest';
import { syncCallInRequest } from '#adapters/ast-grep/rules/sync-call-in-request.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('sync-call-in-request', () => {
  it.each([
    ['a file that is read', "return fs.readFileSync('a.txt');", ["fs.readFileSync('a.txt')"]],
    [
      'a hash that is computed',
      "return pbkdf2Sync(items, 'salt', 1e5, 64, 'sha512');",
      ["pbkdf2Sync(items, 'salt', 1e5, 64, 'sha512')"],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(syncCallInRequest, subject(body))).toEqual(places);
    expect(matches(syncCallInRequest, subject(body))[0]).toMatchObject({
      reason: expect.stringMatching(/\.$/),
    });
  });

  it.each([
    ['the call is asynchronous', "return await fs.promises.readFile('a.txt');"],
    [
      'a function in it is neither asynchronous nor a handler',
      "return function load() { return fs.readFileSync('a.txt'); };",
    ],
    ['the method only has such a name', 'return items.rowsSync();'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(syncCallInRequest, subject(body))).toEqual([]);
  });
});
