import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointTemplate } from '#core/service/endpoint-template.ts';
import { createRouteGuesser, guessRoute } from '#recorder/frameworks/guess-route.ts';

const day = fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString().slice(0, 10));
const id = fc.oneof(fc.nat().map(String), day, fc.uuid(), fc.stringMatching(/^[0-9a-f]{4,40}$/));

describe('the route of a path', () => {
  it('is the one that the server makes of it', () => {
    const segment = fc.oneof(
      id,
      fc.stringMatching(/^[\w~.-]{0,30}$/),
      fc.stringMatching(/^[a-z]{1,6}_\w{4,12}$/),
      fc.stringMatching(/^[a-z.]{1,6}@[a-z.@]{1,9}$/),
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), (segments) => {
        const path = `/${segments.join('/')}`;
        expect(`GET ${guessRoute(path)}`).toBe(endpointTemplate(`GET ${path}`));
      }),
    );
  });
});

describe('a service without a known framework', () => {
  it('has an endpoint for each of its paths, with ids in one', () => {
    const guess = createRouteGuesser();
    expect(guess('GET', '/users/42/orders', 200)).toBe('/users/:id/orders');
    expect(guess('GET', '/users/43/orders', 500)).toBe('/users/:id/orders');
    expect(guess('GET', '/', 200)).toBe('/');
  });

  it('has one for all days and months of a report', () => {
    expect(['/reports/2026-01-31', '/reports/2026-02'].map(guessRoute)).toEqual([
      '/reports/:id',
      '/reports/:id',
    ]);
  });

  it('has no endpoint for what was not found', () => {
    const guess = createRouteGuesser();
    guess('GET', '/users', 200);
    expect(guess('GET', '/users', 404)).toBeNull();
  });

  it('has no endpoint for a path that is too long to be the name of one', () => {
    const guess = createRouteGuesser();
    expect(guess('GET', `/${'a'.repeat(299)}`, 200)).toBe(`/${'a'.repeat(299)}`);
    expect(guess('GET', `/${'a'.repeat(300)}`, 200)).toBeNull();
    expect(guess('GET', '/a'.repeat(8_000), 200)).toBeNull();
  });

  it("has an endpoint for a client's mistake only where others were served", () => {
    const guess = createRouteGuesser();
    expect(guess('POST', '/login', 401)).toBeNull();
    guess('POST', '/login', 200);
    expect(guess('POST', '/login', 401)).toBe('/login');
    expect(guess('GET', '/login', 401)).toBeNull();
  });

  it('has one endpoint for the names beyond the thirtieth in a place', () => {
    const guess = createRouteGuesser();
    const letters = Array.from({ length: 52 }, (_, at) =>
      String.fromCharCode(97 + (at % 26)).repeat(at < 26 ? 1 : 2),
    );
    const routes = new Set(letters.map((name) => guess('GET', `/posts/${name}/comments`, 200)));
    expect(routes.size).toBe(31);
    expect(guess('GET', '/posts/a/comments', 200)).toBe('/posts/a/comments');
    expect(guess('GET', '/posts/new/comments', 200)).toBe('/posts/:name/comments');
  });

  it('has 200 endpoints at most, whatever is requested', () => {
    const segment = fc.stringMatching(/^[a-z]{1,3}$/);
    const paths = fc.array(fc.array(segment, { minLength: 1, maxLength: 4 }), {
      minLength: 600,
      maxLength: 600,
    });
    fc.assert(
      fc.property(paths, (requested) => {
        const guess = createRouteGuesser();
        const routes = requested.map((segments) => guess('GET', `/${segments.join('/')}`, 200));
        expect(new Set(routes.filter((route) => route !== null)).size).toBeLessThanOrEqual(200);
      }),
      { numRuns: 20 },
    );
  });
});
