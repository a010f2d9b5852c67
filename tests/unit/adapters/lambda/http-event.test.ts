import { expect, it } from 'vitest';
import { httpEvent } from '#adapters/lambda/http-event.ts';

it('is a request of payload format 2.0', () => {
  const request = {
    method: 'POST',
    path: '/search%20all?q=a%20b&page=2',
    contentType: 'application/json',
    body: '{}',
  } as const;
  expect(httpEvent(request, 'r-1')).toMatchObject({
    version: '2.0',
    rawPath: '/search%20all',
    rawQueryString: 'q=a%20b&page=2',
    queryStringParameters: { q: 'a b', page: '2' },
    headers: { 'content-type': 'application/json' },
    requestContext: { http: { method: 'POST', path: '/search%20all' }, requestId: 'r-1' },
    body: '{}',
    isBase64Encoded: false,
  });
});

it('has no parameters and no body if the request has none', () => {
  const event = httpEvent({ method: 'GET', path: '/' }, 'r-1');
  expect(event).not.toHaveProperty('queryStringParameters');
  expect(event).not.toHaveProperty('body');
});
