import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { Forbidden, Unauthenticated } from '#core/errors.ts';
import { UserId } from '#core/preferences/names.ts';
import { serviceNamePattern } from '#core/service/service-name.ts';
import { hasRole } from '../routes/roles.ts';
import type { Route } from '../routes/route.ts';
import type { Caller } from './request.ts';

/** The token's claims from API Gateway's JWT authorizer. Lists are text: `[viewer operator]`. */
const Claims = z.object({
  sub: UserId,
  roles: z.optional(z.union([z.string(), z.array(z.string())])),
  'cognito:groups': z.optional(z.union([z.string(), z.array(z.string())])),
  service: z.optional(z.string()),
  services: z.optional(z.union([z.string(), z.array(z.string())])),
  /** Of a client of the user pool, which is a service: `service/shop`. */
  scope: z.optional(z.string()),
});

const anyone: Caller = { id: 'anyone', roles: [], services: [] };

/** @throws Unauthenticated `token/missing`, Forbidden `role/missing`. */
export function readCaller(event: APIGatewayProxyEventV2, { role, method, path }: Route): Caller {
  if (role === 'anyone') return anyone;
  const caller = callerOf(event);
  if (!caller)
    throw new Unauthenticated('the request needs a bearer token in its Authorization header.', {
      code: 'token/missing',
    });
  if (!hasRole(caller.roles, role))
    throw new Forbidden(`${method} ${path} needs the role ${role}; your token has ${listed(caller.roles)}.`, {
      code: 'role/missing',
      data: { needs: role },
    });
  return caller;
}

function callerOf(event: APIGatewayProxyEventV2): Caller | null {
  const { authorizer } = event.requestContext as { authorizer?: { jwt?: { claims?: unknown } } };
  const claims = Claims.safeParse(authorizer?.jwt?.claims);
  if (!claims.success) return null;
  const { sub, roles, 'cognito:groups': groups, service, services, scope } = claims.data;
  const byScope = serviceIn(scope);
  return {
    id: sub,
    roles: [...listOf(roles), ...listOf(groups), ...(byScope === undefined ? [] : ['service'])],
    services: [...new Set([...listOf(service), ...listOf(services), ...listOf(byScope)])],
  };
}

const scopeOfService = 'service/';

/** A client has one scope of this kind, given by the stack; a person's token has none. */
const serviceIn = (scope: string | undefined): string | undefined =>
  listOf(scope)
    .filter((item) => item.startsWith(scopeOfService))
    .map((entry) => entry.slice(scopeOfService.length))
    .find((name) => serviceNamePattern.test(name));

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string'
    ? value
        .replace(/^\[|\]$/g, '')
        .split(/[\s,]+/)
        .filter(Boolean)
    : value;
}

const listed = (held: readonly string[]): string => (held.length > 0 ? held.join(', ') : 'none');
