import { describe, expect, it } from 'vitest';
import { responseOf } from '#adapters/lambda/http-result.ts';

const result = (value: unknown) => {
  const { status, headers, body } = responseOf(Buffer.from(JSON.stringify(value)));
  return [status, headers['content-type']?.[0] ?? null, body.toString()];
};

describe('what a function returns', () => {
  it.each([
    [
      'with all its parts',
      { statusCode: 201, headers: { 'Content-Type': 'text/plain' }, body: 'tea' },
      201,
      'text/plain',
      'tea',
    ],
    ['without a body or headers', { statusCode: 304 }, 304, null, ''],
    ['with encoded bytes', { statusCode: 200, body: 'dGVh', isBase64Encoded: true }, 200, null, 'tea'],
    ['without a status', { total: 3 }, 200, 'application/json', '{"total":3}'],
    ['as text', 'tea', 200, 'application/json', '"tea"'],
    ['with a status that is none', { statusCode: 'ok' }, 200, 'application/json', '{"statusCode":"ok"}'],
    ['with a header that is no text', { statusCode: 200, headers: { 'content-type': 7 } }, 200, '7', ''],
  ] as const)('is the response that a client gets: %s', (_, value, ...response) => {
    expect(result(value)).toEqual(response);
  });

  it('sets its cookies', () => {
    const { headers } = responseOf(Buffer.from(JSON.stringify({ statusCode: 200, cookies: ['a=1', 'b=2'] })));
    expect(headers).toEqual({ 'set-cookie': ['a=1', 'b=2'] });
  });
});
