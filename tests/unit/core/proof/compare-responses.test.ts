import { describe, expect, it } from 'vitest';
import { type ComparableResponse, differenceBetween } from '#core/proof/compare-responses.ts';

function answer(body: string, changes: Partial<ComparableResponse> = {}): ComparableResponse {
  return {
    status: 200,
    contentType: 'application/json',
    body: Buffer.from(body),
    ...changes,
  };
}

describe('two answers', () => {
  it.each([
    ['equal bytes', '{"a":[1,2]}', '{"a":[1,2]}'],
    ['other white space', '{"a": [1, 2]}', '{"a":[1,2]}'],
    ['another value of an ignored property, however deep', '{"a":{"at":1}}', '{"a":{"at":2}}'],
  ])('are the same with %s', (_, first, second) => {
    expect(differenceBetween(answer(first), answer(second), ['at'])).toBeNull();
  });

  it.each([
    ['another value', '{"a":{"b":1}}', '{"a":{"b":2}}', 'body.a.b was 1 and is 2'],
    [
      'another order of keys',
      '{"a":1,"b":2}',
      '{"b":2,"a":1}',
      'body had the properties ["a","b"] and has ["b","a"]',
    ],
    ['another length', '[1]', '[1,2]', 'body had 1 items and has 2'],
    ['another type', '[1]', '["1"]', 'body[0] was 1 and is "1"'],
    ['a list for an object', '{}', '[]', 'body was {} and is []'],
    ['minus nought', '0', '-0', 'body was 0 and is 0'],
    ['text that is not JSON', 'tea', 'pies', 'body of 3 bytes became another of 4 bytes'],
  ])('differ with %s', (_, first, second, sentence) => {
    expect(differenceBetween(answer(first), answer(second), ['at'])).toBe(sentence);
  });

  it('differ in their status and content type', () => {
    expect(differenceBetween(answer('1'), answer('1', { status: 500 }), [])).toBe('status 200 became 500');
    expect(differenceBetween(answer('1'), answer('1', { contentType: null }), [])).toBe(
      'content type "application/json" became (none)',
    );
  });
});
