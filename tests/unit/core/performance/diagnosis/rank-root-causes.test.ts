import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callGraph, reachableFrom } from '#core/performance/diagnosis/call-graph.ts';
import { explainRootCause } from '#core/performance/diagnosis/explain-root-cause.ts';
import {
  type IncidentMetric,
  type ObservedService,
  rankRootCauses,
  type ServiceSeries,
} from '#core/performance/diagnosis/rank-root-causes.ts';

const rows = (length: number, latency: number, failures = 0, requests = 100): ServiceSeries => ({
  latency: Array.from({ length }, () => latency),
  failures: Array.from({ length }, () => failures),
  requests: Array.from({ length }, () => requests),
});

interface Change {
  readonly usual?: number;
  readonly latency?: number;
  readonly failures?: number;
  readonly requests?: number;
  readonly isRemote?: boolean;
}
/** A service with a usual latency, and what it is like during the incident. */
function service(
  name: string,
  { usual = 0.1, latency = usual, failures = 0, requests = 100, isRemote = false }: Change,
): ObservedService {
  return {
    name,
    baseline: rows(50, usual, 0, requests),
    before: rows(1, usual, 0, requests),
    during: rows(4, latency, failures, requests),
    isRemote,
  };
}

const chain = callGraph([
  ['web', 'orders'],
  ['orders', 'stock'],
  ['stock', 'database'],
  ['web', 'search'],
]);
/** As the alarm of the target's own metric has it. */
function suspectsOf(
  services: readonly ObservedService[],
  metric: IncidentMetric = 'latency',
  target = 'web',
  graph = chain,
) {
  const alarmed = services.find(({ name }) => name === target);
  const alarm = {
    baseline: alarmed?.baseline[metric] ?? [],
    before: alarmed?.before[metric] ?? [],
    during: alarmed?.during[metric] ?? [],
  };
  return rankRootCauses({ graph, services, target, metric, alarm });
}
const namesOf = (...asked: Parameters<typeof suspectsOf>) => suspectsOf(...asked).map(({ name }) => name);

describe('of services that call each other in a chain', () => {
  test('the one whose callees do not explain its extra time is to blame', () => {
    const services = [
      service('web', { usual: 0.4, latency: 2.4 }),
      service('orders', { usual: 0.3, latency: 2.3 }),
      service('stock', { usual: 0.2, latency: 2.2 }),
      service('database', { usual: 0.05, latency: 0.05 }),
      service('search', {}),
    ];
    expect(namesOf(services)[0]).toBe('stock');
  });

  test('the one that fails is to blame, not those that fail because of it', () => {
    const services = [
      service('web', { failures: 0.3 }),
      service('orders', { failures: 0.3 }),
      service('stock', {}),
      service('database', {}),
      service('search', {}),
    ];
    expect(namesOf(services, 'failures')[0]).toBe('orders');
  });

  test('one that the alarmed service does not reach is no suspect, however bad it is', () => {
    const services = [
      service('web', { latency: 0.5 }),
      service('orders', { latency: 0.5 }),
      service('batch', { latency: 90 }),
    ];
    expect(namesOf(services)).toEqual(['orders', 'web']);
  });

  test('a slow one with few requests is less to blame than one that held up all of them', () => {
    const services = [
      service('web', { latency: 1.1 }),
      service('orders', { latency: 1.05 }),
      service('search', { latency: 2, requests: 3 }),
    ];
    expect(namesOf(services)[0]).toBe('orders');
  });

  test('what only its caller sees of it counts half', () => {
    const both = (isRemote: boolean) => [
      service('web', { latency: 0.6 }),
      service('orders', { latency: 0.35, isRemote }),
      service('search', { latency: 0.35 }),
    ];
    expect(namesOf(both(false))[0]).toBe('orders');
    expect(namesOf(both(true))[0]).toBe('search');
  });
});

describe('what is not known', () => {
  test('a service without a baseline is compared with the time just before', () => {
    const bare = (name: string, change: Change): ObservedService => ({
      ...service(name, change),
      baseline: { latency: [], failures: [], requests: [] },
    });
    const services = [
      bare('web', { usual: 0.4, latency: 2.4 }),
      bare('orders', { usual: 0.3, latency: 2.3 }),
    ];
    expect(namesOf(services)[0]).toBe('orders');
  });

  test('a slow drift since the baseline is no part of the incident', () => {
    const drifted = service('orders', { usual: 0.1, latency: 1 });
    const services = [
      service('web', { usual: 0.1, latency: 1.2 }),
      { ...drifted, before: rows(1, 1) },
      service('search', { usual: 0.1, latency: 0.8 }),
    ];
    expect(namesOf(services)[0]).toBe('search');
  });

  test('without a graph the alarmed service is the only suspect; one of which nothing is known is none', () => {
    const services = [service('web', { latency: 9 }), service('orders', { latency: 9 })];
    const graph = callGraph([]);
    expect(namesOf(services, 'latency', 'web', graph)).toEqual(['web']);
    expect(namesOf(services, 'latency', 'nobody', graph)).toEqual([]);
  });

  test('calls in a circle, and of itself, come to an end', () => {
    const graph = callGraph([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['a', 'a'],
    ]);
    expect([...reachableFrom(graph, 'b')].toSorted()).toEqual(['a', 'b', 'c']);
    const services = ['a', 'b', 'c'].map((name) => service(name, { latency: name === 'c' ? 5 : 0.1 }));
    expect(namesOf(services, 'latency', 'a', graph)[0]).toBe('c');
  });

  test('whatever is missing, every suspect gets a finite score, the highest first', () => {
    const value = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 });
    const series = fc.array(value, { maxLength: 5 });
    const measured = fc.record({ latency: series, failures: series, requests: series });
    const some = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('web', 'orders', 'stock', 'database', 'search'),
        baseline: measured,
        before: measured,
        during: measured,
        isRemote: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 5 },
    );
    fc.assert(
      fc.property(some, fc.constantFrom<IncidentMetric>('latency', 'failures'), (services, metric) => {
        const suspects = suspectsOf(services, metric);
        for (const { score, passed, fromCallees, deviations } of suspects)
          expect([score, passed, fromCallees, deviations].every(Number.isFinite)).toBe(true);
        const scores = suspects.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      }),
    );
  });
});

test('the evidence is told in one sentence', () => {
  const services = [service('web', { latency: 0.35 }), service('orders', { latency: 0.3 })];
  const [first, second] = suspectsOf(services);
  expect(first && explainRootCause(first, 'latency')).toBe(
    'orders: 20 extra seconds passed through it in a window, none of it from what it calls; it is 40 standard deviations from what it was.',
  );
  expect(second && explainRootCause(second, 'latency')).toContain('80 % of it from what it calls');
});
