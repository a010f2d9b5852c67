import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { backtestDetection } from '#local/backtest/detection.ts';
import { backtestDiagnosis } from '#local/backtest/diagnosis.ts';
import { backtestLeak } from '#local/backtest/leak.ts';
import { backtestSketch } from '#local/backtest/sketch.ts';

describe('a backtest of the diagnosis', () => {
  const scenarios = JSON.stringify({
    shop: { services: ['web', 'db'], edges: [['web', 'db']], periodSeconds: 300, baseline: null },
  });
  const rows = (latency: number) => ({
    'latency.avg': [0.1, latency, latency],
    'latency.p95': [0.2, 2 * latency, null],
    'requests.sum': [100, 100, 100],
    'availability.avg': [100, 100, null],
  });
  const issue = (metric: string, scenario = 'shop') => ({
    id: 'i1',
    scenario,
    target: { service: 'web', metric, statistic: metric === 'latency' ? 'p95' : 'avg' },
    rowSeconds: [0, 300, 600],
    preRows: 1,
    metrics: { web: rows(3), db: rows(2.9) },
  });
  const diagnose = (incident: object, explains = false) =>
    backtestDiagnosis(scenarios, JSON.stringify({ issues: [incident] }), { explains });

  it('returns the suspected services in order, or a sentence on each', () => {
    expect(diagnose(issue('latency'))).toEqual({ i1: ['db', 'web'] });
    expect(diagnose(issue('latency'), true).i1?.[0]).toMatch(/^db: 280 extra seconds passed/);
    expect(diagnose(issue('availability')).i1).toHaveLength(2);
  });

  it('returns only the alarmed service if the scenario is unknown', () => {
    expect(diagnose(issue('latency', 'other'))).toEqual({ i1: ['web'] });
  });

  it('reports the error of a file', () => {
    expect(() => diagnose({ ...issue('latency'), preRows: -1 })).toThrow(
      'the incidents is not valid: issues.0.preRows',
    );
    expect(() => diagnose(issue('memory'))).toThrow('target.metric');
    expect(() => backtestDiagnosis('{', '{}', { explains: false })).toThrow('the scenarios is not JSON');
  });
});

describe('a backtest of leaks', () => {
  const series = (slope: number, length = 288) => {
    const values = Array.from({ length }, (_, i) => 100 + (slope * i) / 12 + (i % 3));
    return { stepSeconds: 300, min: values, mean: values, max: values };
  };

  it('returns the result of each series by name', () => {
    const results = backtestLeak(
      JSON.stringify({ leaky: series(20), flat: series(0), short: series(20, 20) }),
    );
    expect(results.leaky).toMatchObject({ leak: true, slopeMbPerHour: expect.closeTo(20, 0) });
    expect(results.flat).toMatchObject({ leak: false });
    expect(results.short).toMatchObject({ leak: false, confidence: 0 });
  });

  it('reports the error of a series', () => {
    const odd = { ...series(1), mean: [1] };
    expect(() => backtestLeak(JSON.stringify({ odd }))).toThrow(
      'min, mean and max must have the same length',
    );
  });
});

describe('a backtest of detection', () => {
  it('scores every row of each series', () => {
    const values = Array.from({ length: 300 }, (_, i) => i % 7);
    const timestamps = values.map((_, i) => 300 * i);
    const { a } = backtestDetection(JSON.stringify({ a: { timestamps, values } }));
    expect(a).toHaveLength(300);
  });

  it('reports the error of a series', () => {
    const a = { timestamps: [1], values: [1, 2] };
    expect(() => backtestDetection(JSON.stringify({ a }))).toThrow('the same length');
  });
});

describe('a backtest of the sketch', () => {
  const sketch = (...lines: readonly string[]) => backtestSketch(Readable.from([lines.join('\n')]));

  it('returns the count, the bytes and the percentiles, within 1 %', async () => {
    const lines = Array.from({ length: 25_000 }, (_, i) => String((i + 1) / 10));
    const result = await sketch(...lines);
    expect(result.count).toBe(25_000);
    expect(result.bytes).toBeLessThan(1_200);
    expect(Math.abs((result.p99 ?? 0) / 2_475 - 1)).toBeLessThan(0.0101);
    expect(Object.keys(result)).toEqual(['count', 'bytes', 'p50', 'p90', 'p95', 'p99', 'p99.9']);
  });

  it('names the invalid line', async () => {
    await expect(sketch('1', '', 'two')).rejects.toThrow('line 3 must be a finite number, at least 0');
    await expect(sketch('-1')).rejects.toThrow('line 1');
    expect(await sketch('')).toMatchObject({ count: 0, p50: 0 });
  });
});
