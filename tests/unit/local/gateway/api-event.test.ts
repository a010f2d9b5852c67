import { createServer, request as send } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { eventFrom } from '#local/gateway/api-event.ts';
import { tokenBucket } from '#local/gateway/token-bucket.ts';
import { listen } from '#local/processes/listen.ts';

/*
 * What API Gateway sends is described in "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway", section
 * "AWS Lambda function input for payload format version 2.0":
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */

/** The event of a request that was really sent. */
async function eventOf(
  path: string,
  headers: Readonly<Record<string, string | string[]>> = {},
  body = '',
): Promise<APIGatewayProxyEventV2> {
  const route = { method: 'GET', template: '/users/{id}/models', parameters: { id: 'a%2Fb' } };
  const events: APIGatewayProxyEventV2[] = [];
  const server = createServer((request, response) => {
    events.push(eventFrom(request, route, { sub: 'user-1', roles: ['user', 'viewer'] }, Buffer.from(body)));
    response.end();
  });
  const { url, close } = await listen(server, 0);
  onTestFinished(() => close());
  await new Promise((done, failed) => {
    send(`${url}${path}`, { headers: headers as Record<string, string[]> }, (response) =>
      response.resume().once('end', done),
    )
      .once('error', failed)
      .end();
  });
  const [event] = events;
  if (!event) throw new Error('no request arrived');
  return event;
}

test('repeated query parameters are combined with commas', async () => {
  const event = await eventOf('/users/a/models?models=a&models=b&name=x%20y');
  expect(event.queryStringParameters).toEqual({ models: 'a,b', name: 'x y' });
  expect(event.rawQueryString).toBe('models=a&models=b&name=x%20y');
});

test('repeated headers are combined with commas, and their names are in lower case', async () => {
  const { headers } = await eventOf('/users/a/models', { 'X-Trace': ['1', '2'], Accept: 'text/html' });
  expect(headers).toMatchObject({ 'x-trace': '1,2', accept: 'text/html' });
});

test('cookies are a list of their own, and no header', async () => {
  const { cookies, headers } = await eventOf('/users/a/models', { cookie: 'one=1; two=2' });
  expect(cookies).toEqual(['one=1', 'two=2']);
  expect(headers).not.toHaveProperty('cookie');
});

test('path parameters are decoded, the raw path is not', async () => {
  const event = await eventOf('/users/a%2Fb/models');
  expect(event.pathParameters).toEqual({ id: 'a/b' });
  expect(event.rawPath).toBe('/users/a%2Fb/models');
});

test('the context names the route, the stage and the time, and has all claims as text', async () => {
  const { routeKey, requestContext } = await eventOf('/users/a/models');
  expect(routeKey).toBe('GET /users/{id}/models');
  expect(requestContext).toMatchObject({
    routeKey,
    stage: '$default',
    time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    http: { method: 'GET', path: '/users/a/models', protocol: 'HTTP/1.1' },
    authorizer: { jwt: { claims: { sub: 'user-1', roles: '[user viewer]' }, scopes: null } },
  });
});

test('what a request does not have is absent', async () => {
  const event = await eventOf('/users/a/models');
  expect(Object.keys(event)).toEqual([
    'version',
    'routeKey',
    'rawPath',
    'rawQueryString',
    'headers',
    'pathParameters',
    'requestContext',
    'isBase64Encoded',
  ]);
  expect(event.rawQueryString).toBe('');
});

test('requests beyond the burst wait for the rate', () => {
  let now = 0;
  const bucket = tokenBucket({ rate: 10, burst: 3 }, () => now);
  const taken = () => Array.from({ length: 5 }, () => bucket.take()).filter(Boolean).length;
  expect(taken()).toBe(3);
  now += 200;
  expect(taken()).toBe(2);
  now += 60_000;
  expect(taken()).toBe(3);
});
