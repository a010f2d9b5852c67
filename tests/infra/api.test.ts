import { beforeAll, describe, expect, it } from 'vitest';
import { basePath, type Route, routes } from '#functions/api/routes/all-routes.ts';
import { roles } from '#functions/api/routes/roles.ts';
import { fullConfiguration, type Installation, synthesize } from '#lib/documents/example-installation.ts';
import { asText } from '#lib/documents/template.ts';

let installation: Installation;
beforeAll(() => {
  installation = synthesize();
});

const only = (type: string) => {
  const found = installation.all.ofType(type);
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties ?? {};
};

describe('each route', () => {
  it.each(Object.entries<Route>(routes))(
    '%s has its own function, and an authorizer unless it is public',
    (name, route) => {
      const key = `${route.method} ${basePath}${route.path}`;
      const found = installation.service
        .ofType('AWS::ApiGatewayV2::Route')
        .filter(([, { Properties }]) => Properties.RouteKey === key);
      expect(found).toHaveLength(1);
      const { AuthorizationType, AuthorizerId, Target } = found[0]?.[1].Properties ?? {};
      expect(AuthorizationType).toBe(route.role === 'anyone' ? 'NONE' : 'JWT');
      expect(AuthorizerId === undefined).toBe(route.role === 'anyone');

      const integration = installation.service.resources[/<(\w+)>/.exec(asText(Target))?.[1] ?? ''];
      const lambda =
        installation.service.resources[
          /<(\w+)\.Arn>/.exec(asText(integration?.Properties.IntegrationUri))?.[1] ?? ''
        ];
      expect(lambda?.Properties.Description).toBe(`functions/api/${name}.ts`);
    },
  );

  it('is in the table of routes', () => {
    expect(installation.service.ofType('AWS::ApiGatewayV2::Route')).toHaveLength(Object.keys(routes).length);
  });
});

it('accepts tokens of its own user pool, for its own clients', () => {
  const { JwtConfiguration, IdentitySource } = only('AWS::ApiGatewayV2::Authorizer');
  const { Issuer, Audience } = JwtConfiguration as { Issuer: unknown; Audience: unknown[] };
  expect(asText(Issuer)).toContain('ProviderURL');
  expect(Audience).toHaveLength(installation.stateful.ofType('AWS::Cognito::UserPoolClient').length);
  expect(IdentitySource).toEqual(['$request.header.Authorization']);
});

it('accepts tokens of a configured issuer instead, and then creates no user pool', () => {
  const issuer = { url: 'https://id.example.com/', audience: ['ironclaw'] };
  const { all } = synthesize({ api: { issuer } });
  expect(all.ofType('AWS::Cognito::UserPool')).toEqual([]);
  expect(all.ofType('AWS::ApiGatewayV2::Authorizer')[0]?.[1].Properties.JwtConfiguration).toEqual({
    Issuer: issuer.url,
    Audience: issuer.audience,
  });
});

it('has a user group for every role that a person can have', () => {
  const groups = installation.stateful
    .ofType('AWS::Cognito::UserPoolGroup')
    .map(([, { Properties }]) => Properties.GroupName);
  expect(groups.map(String).sort()).toEqual(roles.filter((role) => role !== 'service').sort());
});

it('gives a service that posts its measurements a client that can do nothing else', () => {
  const clients = installation.stateful
    .ofType('AWS::Cognito::UserPoolClient')
    .map(([, { Properties }]) => Properties)
    .filter(({ GenerateSecret }) => GenerateSecret === true);
  expect(clients.map(({ AllowedOAuthFlows }) => AllowedOAuthFlows)).toEqual([['client_credentials']]);
  expect(clients.flatMap(({ AllowedOAuthScopes }) => (AllowedOAuthScopes as unknown[]).map(asText))).toEqual([
    expect.stringMatching(/\/shop$/),
  ]);
});

it('allows browsers to call only from the console', () => {
  expect(only('AWS::ApiGatewayV2::Api').CorsConfiguration).toMatchObject({
    AllowOrigins: [fullConfiguration.api.consoleOrigin],
  });
  const without = synthesize({}).service.ofType('AWS::ApiGatewayV2::Api')[0]?.[1].Properties;
  expect(without).not.toHaveProperty('CorsConfiguration');
});

it('throttles, and logs the caller and the route without query or token', () => {
  const { AccessLogSettings, DefaultRouteSettings } = only('AWS::ApiGatewayV2::Stage');
  expect(DefaultRouteSettings).toMatchObject({ ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
  const { Format } = AccessLogSettings as { Format: string };
  expect(Format).toContain('$context.routeKey');
  expect(Format).not.toMatch(/path\b|querystring|authorization|header/i);
});
