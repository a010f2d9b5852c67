import { describe, expect, it } from 'vitest';
import { findFindings } from '#core/performance/findings/find-findings.ts';
import { findHeavyEndpoint, timeByStart } from '#core/performance/findings/heavy-endpoint.ts';
import { rankOpportunities } from '#core/performance/report/opportunities.ts';
import { mergeParts, type Window } from '#core/performance/windows/window.ts';
import { measured, partsWith } from '../batches.ts';

const now = Date.UTC(2026, 5, 1, 9);
const window = 300_000;

/** Ten requests to each endpoint in each of some windows, with these durations in milliseconds. */
function traffic(durations: Readonly<Record<string, number>>, windows = 6): readonly Window[] {
  return mergeParts(
    Array.from({ length: windows }, (_, i) => i).flatMap((i) =>
      partsWith({
        sequence: i,
        measurements: Object.entries(durations).flatMap(([endpoint, duration]) =>
          measured(
            endpoint,
            now - (windows - i) * window,
            Array.from({ length: 10 }, () => duration),
          ),
        ),
      }),
    ),
  );
}

const of = (windows: readonly Window[], endpoint: string) =>
  windows.filter((item) => item.endpoint === endpoint);
const find = (durations: Readonly<Record<string, number>>, windows?: number) => {
  const all = traffic(durations, windows);
  return findHeavyEndpoint('GET /report', of(all, 'GET /report'), timeByStart(all));
};

describe('an endpoint that takes much of the time of all requests', () => {
  it('is heavy, however far below the usual target it is', () => {
    const [finding] = find({ 'GET /report': 40, 'GET /products': 10 });
    expect(finding).toMatchObject({ kind: 'heavy-endpoint', limit: 0.25, since: now - 6 * window });
    expect(finding?.measured).toBeCloseTo(0.8, 2);
    expect(finding?.summary).toMatch(
      /^GET \/report takes 80\.0 % of the time of all requests: 60 requests with a median of 3\d\.\d|4\d\.\d ms/,
    );
  });

  it('is not heavy below a quarter of the time', () => {
    expect(find({ 'GET /report': 10, 'GET /products': 31 })).toEqual([]);
    expect(find({ 'GET /report': 10, 'GET /products': 29 })).toHaveLength(1);
  });

  it('is not heavy if a request takes less than 1 ms: there is nothing to gain', () => {
    expect(find({ 'GET /report': 0.9 })).toEqual([]);
    expect(find({ 'GET /report': 1.1 })).toHaveLength(1);
  });

  it('is not heavy after three windows, which may be chance', () => {
    expect(find({ 'GET /report': 40 }, 3)).toEqual([]);
    expect(find({ 'GET /report': 40 }, 4)).toHaveLength(1);
  });

  it('is compared only with what was served in the same windows', () => {
    const rest = traffic({ 'GET /report': 40 }, 4);
    const busyBefore = traffic({ 'GET /products': 4_000 }, 8).filter(({ start }) => start < now - 4 * window);
    const ofAll = timeByStart([...busyBefore, ...rest]);
    expect(findHeavyEndpoint('GET /report', rest, ofAll)).toHaveLength(1);
  });
});

describe('among the findings of a service', () => {
  const windows = traffic({ 'GET /report': 40, 'GET /products': 10 });
  const findingsWith = (targets: { p95?: number; endpoints?: Record<string, number> }) =>
    findFindings({
      manifest: { name: 'shop', targets: { endpoints: {}, availability: 0.99, ...targets } },
      windows,
      now,
    });

  it('a heavy endpoint is found where the manifest gives it no target', () => {
    expect(findingsWith({})).toMatchObject([{ kind: 'heavy-endpoint', endpoint: 'GET /report' }]);
    expect(findingsWith({ endpoints: { 'GET /products': 20 } })).toHaveLength(1);
  });

  it('what the operator calls fast enough is left alone', () => {
    expect(findingsWith({ p95: 100 })).toEqual([]);
    expect(findingsWith({ endpoints: { 'GET /report': 50 } })).toEqual([]);
  });

  it('an endpoint that is slow is not called heavy, too', () => {
    const slow = traffic({ 'GET /report': 140, 'GET /products': 10 });
    const found = findFindings({
      manifest: { name: 'shop', targets: { endpoints: {}, availability: 0.99 } },
      windows: slow,
      now,
    });
    expect(found.map(({ kind }) => kind)).toEqual(['slow-endpoint']);
  });

  it('a heavy endpoint is an opportunity, which saves all that its requests take', () => {
    const [opportunity] = rankOpportunities(findingsWith({}), {}, windows);
    expect(opportunity).toMatchObject({ finding: { endpoint: 'GET /report' }, shareAtRisk: 0.5 });
    expect(opportunity?.excess).toBeCloseTo(20, 0);
  });
});
