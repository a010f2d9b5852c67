import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Route, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { hasRole, type Role, roles } from '#functions/api/routes/roles.ts';
import { type Answer, expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { recordImprovement } from '../../support/improvement-records.ts';
import { examples } from './requests.ts';

let system: ApiSystem;
beforeAll(async () => {
  system = await startApiSystem();
});
afterAll(() => system.stop());

const all = Object.entries<Route>(routes).map(([name, route]) => ({
  name: name as RouteName,
  title: `${route.method} ${route.path}`,
  route,
}));
const guarded = all.filter(({ route }) => route.role !== 'anyone');

/** Calls a route with its example. */
async function callRoute(name: RouteName, authorization?: string) {
  const { improvement, id: made = '', query = '', body } = examples[name];
  const { method, path } = routes[name];
  const id = improvement ? (await recordImprovement(improvement)).id : made;
  return system.call(method, `${path.replace(/\{\w+\}/, id)}${query}`, {
    ...(body ? { body } : {}),
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  });
}

const bearer = async (held: readonly Role[], lifetime = '1h') =>
  `Bearer ${await system.tokens.issue({ sub: 'user-1', roles: held, service: 'shop' }, lifetime)}`;

describe.each(all)('$title', ({ name, route }) => {
  test(`answers ${route.status} to ${route.role}`, async () => {
    const held = route.role === 'anyone' ? undefined : await bearer([route.role]);
    const answer = await callRoute(name, held);
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: route.status });
    expect(answer.type).toBe('application/json');
  });
});

/** The route for telemetry speaks the language of its protocol: 7 is `PERMISSION_DENIED`. */
function expectRefusal(name: RouteName, answer: Answer): void {
  if (name !== 'record-telemetry') expectProblem(answer, 403, 'role/missing');
  else
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 7, message: expect.stringMatching(/needs the role service/) },
    });
}

describe.each(guarded)('$title refuses', ({ name, route }) => {
  test('a caller with every role except the right one', async () => {
    const wrong = roles.filter((item) => route.role !== 'anyone' && !hasRole([item], route.role));
    const answer = await callRoute(name, await bearer(wrong));
    expectRefusal(name, answer);
    if (name !== 'record-telemetry') expect(answer.body.needs).toBe(route.role);
  });

  test('a caller without any role', async () => {
    expectRefusal(name, await callRoute(name, await bearer([])));
  });

  test('a caller without a token', async () => {
    const answer = await callRoute(name);
    expectProblem(answer, 401, 'token/missing');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('an expired token', async () => {
    expectProblem(await callRoute(name, await bearer(roles, '-1s')), 401, 'token/expired');
  });

  test('an invalid token', async () => {
    expectProblem(await callRoute(name, 'Bearer rubbish'), 401, 'token/invalid');
  });
});

describe('a path without a route', () => {
  test.each(['/', '/nothing', '/feedback/', '/improvements/a/b/c', '/improvements//generate', '/FEEDBACK'])(
    '%s is unknown to every caller',
    async (path) => {
      expectProblem(await system.call('GET', path), 404, 'route/unknown');
    },
  );

  test('names the methods that the path allows', async () => {
    const answer = await system.call('DELETE', '/feedback');
    expectProblem(answer, 404, 'route/unknown');
    expect(answer.body.detail).toContain('this path allows POST');
  });
});
