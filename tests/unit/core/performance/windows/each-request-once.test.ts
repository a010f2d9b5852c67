import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eachRequestOnce } from '#core/performance/windows/each-request-once.ts';
import type { Measurement } from '#core/performance/windows/metrics-batch.ts';
import type { IdentifiedMeasurement } from '#core/performance/windows/request-records.ts';
import { summarize } from '#core/performance/windows/window.ts';
import { partsFrom } from '#core/performance/windows/window-part.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const origin = { service: 'shop', version: 'v1', memory: { rss: 0, heapUsed: 0 } };
const parts = (batch: string, requests: readonly IdentifiedMeasurement[], version = 'v1') =>
  partsFrom({ ...origin, version, batch }, requests, 300);

/** Durations that a float of 4 bytes holds exactly. */
const request = (number: number): IdentifiedMeasurement => ({
  id: number.toString(16).padStart(16, '0'),
  endpoint: `GET /${number % 3}`,
  at: noon + number * 10_007,
  duration: (number * number) / 4,
  status: [200, 301, 404, 503][number % 4] ?? 200,
});
function withoutId({ endpoint, at, duration, status }: IdentifiedMeasurement): Measurement {
  return { endpoint, at, duration, status };
}
const requests = Array.from({ length: 60 }, (_, number) => request(number));

describe('requests that arrive in several batches', () => {
  test('count once, whatever batches they come in', () => {
    const batches = fc.array(fc.uniqueArray(fc.nat(59), { minLength: 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(batches, (all) => {
        const sent = all.map((numbers) => numbers.map(request));
        const read = eachRequestOnce(sent.flatMap((some, i) => parts(`i1#${i}`, some)));
        const unique = requests.filter(({ id }) => sent.flat().some((one) => one.id === id));
        expect(summarize(read)).toEqual(summarize(parts('all', unique)));
      }),
    );
  });

  test('count for their statuses', () => {
    const read = eachRequestOnce([...parts('1', requests.slice(0, 30)), ...parts('2', requests)]);
    const total = (field: 'errors' | 'redirects' | 'rejections') =>
      read.reduce((sum, part) => sum + (part[field] ?? 0), 0);
    expect([total('redirects'), total('rejections'), total('errors')]).toEqual([15, 15, 15]);
  });

  test('are separate in separate versions', () => {
    const both = [...parts('1', requests), ...parts('1', requests, 'v2')];
    expect(summarize(eachRequestOnce(both)).count).toBe(120);
  });

  test('are read without the records of single requests', () => {
    for (const part of eachRequestOnce(parts('1', requests))) expect(part).not.toHaveProperty('requests');
  });
});

describe('requests that a process reports in spans and in histograms', () => {
  const ofSpans = parts('i1#spans', requests);
  /** What a histogram counts of one endpoint between two times. */
  const histogram = (from: number, to: number, { instance = 'i1', version = 'v1' } = {}) => {
    const ended = requests.filter(({ at, duration, endpoint }) => {
      const end = at + duration;
      return endpoint === 'GET /0' && end > from && end <= to;
    });
    const measurements = ended.map(withoutId);
    const batch = `${instance}#histogram-${from}`;
    const all = partsFrom({ ...origin, version, batch }, measurements, 300);
    return all.slice(0, 1).map((part) => ({ ...part, from, to, count: ended.length }));
  };
  const countOf = (all: Parameters<typeof eachRequestOnce>[0]) => summarize(eachRequestOnce(all)).count;

  test('count once, in the histograms as far as they reach', () => {
    const until = noon + 200_000;
    expect(countOf([...ofSpans, ...histogram(noon - 1, until)])).toBe(60);
    expect(countOf([...ofSpans, ...histogram(noon - 1, until), ...histogram(until, noon + 9e6)])).toBe(60);
  });

  test('count once where only some of the spans arrive', () => {
    const sampled = parts('i1#spans', requests.slice(0, 5));
    expect(countOf([...sampled, ...histogram(noon - 1, noon + 9e6)])).toBe(20 + 3);
  });

  test.each([{ instance: 'i2' }, { version: 'v2' }])(
    'count for themselves in another process: %o',
    (other) => {
      const others = histogram(noon - 1, noon + 9e6, other);
      expect(countOf([...ofSpans, ...others])).toBe(80);
    },
  );
});

test('parts of senders that do not identify requests are left as they are', () => {
  const { id: _, ...anonymous } = request(1);
  const two = ['1', '2'].flatMap((batch) => partsFrom({ ...origin, batch }, [anonymous], 300));
  expect(eachRequestOnce(two)).toEqual(two);
});
