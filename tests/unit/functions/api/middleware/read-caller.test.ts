import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { readCaller } from '#functions/api/middleware/read-caller.ts';
import { routes } from '#functions/api/routes/all-routes.ts';

const eventOf = (claims: object) =>
  ({ requestContext: { authorizer: { jwt: { claims } } } }) as unknown as APIGatewayProxyEventV2;

describe('a token of one machine', () => {
  it.each([
    [{ service: 'shop' }, ['shop']],
    // API Gateway passes a list as text.
    [{ services: '[shop till]' }, ['shop', 'till']],
    [{ service: 'shop', services: ['shop', 'till'] }, ['shop', 'till']],
    [{}, []],
  ])('with the claims %j speaks for %j', (claims, services) => {
    const caller = readCaller(eventOf({ sub: 's', roles: '[service]', ...claims }), routes['record-metrics']);
    expect(caller.services).toEqual(services);
  });
});

describe('a token of the user pool', () => {
  it('of a client with the scope of a service speaks for that service alone', () => {
    const caller = readCaller(eventOf({ sub: 'client-1', scope: 'service/shop' }), routes['record-metrics']);
    expect(caller).toEqual({ id: 'client-1', roles: ['service'], services: ['shop'] });
    expect(() => readCaller(eventOf({ sub: 'c', scope: 'service/shop' }), routes['get-stats'])).toThrow(
      /needs the role viewer/,
    );
  });

  it.each(['service/', 'service/../shop', 'service/Shop', 'service', 'services/shop'])(
    'with the scope %j speaks for nobody',
    (scope) => {
      const event = eventOf({ sub: 'client-1', scope });
      expect(() => readCaller(event, routes['record-metrics'])).toThrow(/needs the role service/);
    },
  );

  it('of a person has the roles of its groups, and speaks for no service', () => {
    const claims = { sub: 'person-1', 'cognito:groups': '[operator]', scope: 'openid email' };
    const caller = readCaller(eventOf(claims), routes['get-stats']);
    expect(caller).toEqual({ id: 'person-1', roles: ['operator'], services: [] });
    expect(() => readCaller(eventOf(claims), routes['record-metrics'])).toThrow(/needs the role service/);
  });
});
