import { describe, expect, test } from 'vitest';
import { findFindings } from '#core/performance/findings/find-findings.ts';
import { mergeParts } from '#core/performance/windows/window.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { partsWith } from '../batches.ts';

const window = 300_000;
const hour = 12 * window;
const now = Date.UTC(2026, 5, 2, 9);
const manifest = { name: 'shop', targets: { p95: 1_000, endpoints: {}, availability: 0.99 } };

interface Load {
  readonly from: number;
  readonly windows: number;
  readonly duration?: number;
  readonly requests?: number;
  readonly version?: string;
  readonly endpoint?: string;
}

/** Windows with requests whose durations spread a little, each a batch of its own. */
const load = ({ from, windows, duration = 40, requests = 60, version = 'v1', endpoint = 'GET /a' }: Load) =>
  Array.from({ length: windows }, (_, i) => from + i * window).flatMap((start, i) =>
    partsWith({
      version,
      instance: `${endpoint.length}-${version}-${from}`,
      sequence: i,
      measurements: Array.from({ length: requests }, (_, j) => ({
        endpoint,
        at: start + j * 1_000,
        duration: duration * (1 + 0.3 * ((j + i) % 10)),
        status: 200,
      })),
    }),
  );

const find = (parts: readonly WindowPart[], before: readonly WindowPart[] = [], collectedUntil = {}) =>
  findFindings({
    manifest,
    windows: mergeParts(parts),
    dayBefore: mergeParts(before),
    now,
    collectedUntil,
  });
const yesterday = (fields: Partial<Load> = {}) => load({ from: now - 26 * hour, windows: 36, ...fields });

describe('a regression', () => {
  test('is found against the same hours of the day before', () => {
    const found = find(load({ from: now - hour, windows: 12, duration: 60 }), yesterday());
    expect(found).toMatchObject([
      { kind: 'regression', endpoint: 'GET /a', since: now - hour, confidence: 0.97 },
    ]);
    expect(found[0]?.summary).toMatch(
      /^Requests to GET \/a are 1\.5x slower than at the same hours of the day before: p95 \d+\.\d ms instead of \d+\.\d ms\.$/,
    );
    expect(find(load({ from: now - hour, windows: 12 }), yesterday())).toEqual([]);
  });

  test('that has passed is none', () => {
    const parts = [
      ...load({ from: now - hour, windows: 3, duration: 90 }),
      ...load({ from: now - 9 * window, windows: 9 }),
    ];
    expect(find(parts, yesterday())).toEqual([]);
  });

  test('is found after another version, whatever the day before', () => {
    const parts = [
      ...load({ from: now - 3 * hour, windows: 32 }),
      ...load({ from: now - 4 * window, windows: 4, duration: 70, version: 'v2' }),
    ];
    const found = find(parts, yesterday({ duration: 70 }));
    expect(found).toMatchObject([{ kind: 'regression', since: now - 4 * window }]);
    expect(found[0]?.summary).toContain('than with the version before');
  });
});

describe('traffic', () => {
  test('that multiplies, or stops, is found against the same hours of the day before', () => {
    const more = find(load({ from: now - hour, windows: 12, requests: 200 }), yesterday());
    expect(more).toMatchObject([{ kind: 'traffic', measured: 200, limit: 60 }]);
    expect(more[0]?.summary).toBe(
      'GET /a gets 200 requests per window, and got 60 at the same hours of the day before.',
    );
    const other = (from: number, windows: number) => load({ from, windows, endpoint: 'GET /other' });
    const parts = [...other(now - hour, 12), ...load({ from: now - hour, windows: 6 })];
    const stopped = find(parts, [...yesterday(), ...other(now - 26 * hour, 36)]);
    expect(stopped).toMatchObject([
      { kind: 'traffic', endpoint: 'GET /a', measured: 0, since: now - 4 * window },
    ]);
    expect(stopped[0]?.summary).toContain('no longer gets requests');
  });

  test('of an endpoint that had some the day before and none since is reported as missing', () => {
    const other = load({ from: now - hour, windows: 12, endpoint: 'GET /other' });
    const before = [...yesterday(), ...yesterday({ endpoint: 'GET /other' })];
    expect(find(other, before)).toMatchObject([{ kind: 'traffic', endpoint: 'GET /a', requests: 0 }]);
  });

  test('is compared with the hours before if nothing older is known', () => {
    const parts = [
      ...load({ from: now - 3 * hour, windows: 30 }),
      ...load({ from: now - 6 * window, windows: 6, requests: 150 }),
    ];
    expect(find(parts)).toMatchObject([
      { kind: 'traffic', summary: 'GET /a gets 150 requests per window, and got 60 in the hours before.' },
    ]);
  });

  test('may move from one version to the next without a finding', () => {
    const parts = [
      ...load({ from: now - 3 * hour, windows: 30 }),
      ...load({ from: now - 6 * window, windows: 6, version: 'v2' }),
    ];
    expect(find(parts)).toEqual([]);
  });

  test('that was not collected yet is not reported as missing', () => {
    const other = (from: number, windows: number) => load({ from, windows, endpoint: 'GET /other' });
    const parts = [...other(now - hour, 12), ...load({ from: now - hour, windows: 6 })];
    const before = [...yesterday(), ...other(now - 26 * hour, 36)];
    expect(find(parts, before, { 'GET /a': now - 6 * window })).toEqual([]);
  });

  test('that varies by chance, or is unusual in one window only, is no finding', () => {
    const counts = [60, 45, 77, 52, 200, 61];
    const parts = counts.flatMap((requests, i) =>
      load({ from: now - (6 - i) * window, windows: 1, requests }),
    );
    expect(find(parts, yesterday())).toEqual([]);
  });
});
