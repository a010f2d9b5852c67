import { describe, expect, it } from 'vitest';
import { type ComparableResponse, differentParts } from '#core/proof/compare-responses.ts';

const json = { 'content-type': ['application/json'] };

function response(body: string | Buffer, changes: Partial<ComparableResponse> = {}): ComparableResponse {
  return { status: 200, headers: json, body: Buffer.from(body), ...changes };
}

const withHeaders = (headers: ComparableResponse['headers'], body = '{}') =>
  response(body, { headers: { ...json, ...headers } });

/** The sentences about what differs. */
const compare = (first: ComparableResponse, second: ComparableResponse) => [
  ...differentParts(first, second, ['at', { header: 'X-Trace' }]).values(),
];

describe('two bodies', () => {
  it.each([
    ['equal bytes', '{"a":[1,2]}', '{"a":[1,2]}'],
    ['other white space', '{"a": [1, 2]}', '{"a":[1,2]}'],
    ['another value of an ignored property, however deep', '{"a":{"at":1}}', '{"a":{"at":2}}'],
    ['equal integers of any length', '{"a": 9007199254740993}', '{"a":9007199254740993}'],
  ])('are the same with %s', (_, first, second) => {
    expect(compare(response(first), response(second))).toEqual([]);
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
    ['an empty body', '{}', '', 'body of 2 bytes became another of 0 bytes'],
    // A number holds neither of them.
    [
      'integers beyond 2^53',
      '[9007199254740993]',
      '[9007199254740992]',
      'body[0] was 9007199254740993 and is 9007199254740992',
    ],
  ])('differ with %s', (_, first, second, sentence) => {
    expect(compare(response(first), response(second))).toEqual([sentence]);
  });

  it('differ in bytes that are not text', () => {
    const [first, second] = [0xfe, 0xff].map((byte) => Buffer.from([0x22, byte, 0x22]));
    expect(compare(response(first ?? ''), response(second ?? ''))).toEqual([
      'body of 3 bytes became another of 3 bytes',
    ]);
  });

  it('differ, and crash nothing, however deeply they are nested', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(compare(response(nested(200_000)), response(nested(200_001)))).toHaveLength(1);
  });
});

describe('two responses', () => {
  it('differ in their status, and in nothing that follows from it', () => {
    expect(compare(response('1'), response('2', { status: 500, headers: {} }))).toEqual([
      'status 200 became 500',
    ]);
  });

  it.each([
    [
      'content type',
      { 'content-type': ['text/html'] },
      {},
      'header content-type was "text/html" and is "application/json"',
    ],
    [
      'a lost header',
      { 'cache-control': ['no-store'] },
      {},
      'header cache-control was "no-store" and is absent',
    ],
    [
      'a header with the name of a built-in property',
      { constructor: ['a'] },
      { constructor: ['b'] },
      'header constructor was "a" and is "b"',
    ],
    ['a new header', {}, { vary: ['origin'] }, 'header vary was absent and is "origin"'],
    ['a header sent twice', { link: ['a', 'b'] }, { link: ['a'] }, 'header link was "a\nb" and is "a"'],
    ['a location', { location: ['/a'] }, { location: ['/b'] }, 'header location was "/a" and is "/b"'],
    [
      'a cookie',
      { 'set-cookie': ['cart=7; Path=/'] },
      { 'set-cookie': ['cart=8; Path=/'] },
      'header set-cookie cart was "cart=7; Path=/" and is "cart=8; Path=/"',
    ],
    [
      "a cookie's attributes",
      { 'set-cookie': ['id=7; HttpOnly'] },
      { 'set-cookie': ['id=7'] },
      'header set-cookie id was "id=7; HttpOnly" and is "id=7"',
    ],
  ])('differ in %s', (_, first, second, sentence) => {
    expect(compare(withHeaders(first), withHeaders(second))).toEqual([sentence]);
  });

  it.each([
    ['their date', 'date'],
    ['what concerns the connection', 'keep-alive'],
    ['how their body is cut', 'transfer-encoding'],
    ['how long they took', 'server-timing'],
    ['a header that the service declares as irrelevant', 'x-trace'],
  ])('are the same whatever %s', (_, name) => {
    expect(compare(withHeaders({ [name]: ['1'] }), withHeaders({ [name]: ['2'] }))).toEqual([]);
  });

  it('have the length of their body, and without one the length that they announce', () => {
    const announcing = (length: string, body: string) => withHeaders({ 'content-length': [length] }, body);
    expect(compare(announcing('3', '[1]'), announcing('4', '[1 ]'))).toEqual([]);
    expect(compare(announcing('3', ''), announcing('4', ''))).toEqual([
      'header content-length was "3" and is "4"',
    ]);
  });
});
