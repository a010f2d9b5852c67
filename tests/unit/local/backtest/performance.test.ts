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
  const ask = (one: object, explains = false) =>
    backtestDiagnosis(scenarios, JSON.stringify({ issues: [one] }), { explains });

  it('names the services in the order of blame, or a sentence on each', () => {
    expect(ask(issue('latency'))).toEqual({ i1: ['db', 'web'] });
    expect(ask(issue('latency'), true).i1?.[0]).toMatch(/^db: 280 extra seconds passed/);
    expect(ask(issue('availability')).i1).toHaveLength(2);
  });

  it('knows the alarmed service alone where the scenario is unknown', () => {
    expect(ask(issue('latency', 'other'))).toEqual({ i1: ['web'] });
  });

  it('says what is wrong with a file', () => {
    expect(() => ask({ ...issue('latency'), preRows: -1 })).toThrow(
      'the incidents is not valid: issues.0.preRows',
    );
    expect(() => ask(issue('memory'))).toThrow('target.metric');
    expect(() => backtestDiagnosis('{', '{}', { explains: false })).toThrow('the scenarios is not JSON');
  });
});

describe('a backtest of leaks', () => {
  const series = (slope: number, length = 288) => {
    const values = Array.from({ length }, (_, i) => 100 + (slope * i) / 12 + (i % 3));
    return { stepSeconds: 300, min: values, mean: values, max: values };
  };

  it('answers each series by its name', () => {
    const answers = backtestLeak(
      JSON.stringify({ leaky: series(20), flat: series(0), short: series(20, 20) }),
    );
    expect(answers.leaky).toMatchObject({ leak: true, slopeMbPerHour: expect.closeTo(20, 0) });
    expect(answers.flat).toMatchObject({ leak: false });
    expect(answers.short).toMatchObject({ leak: false, confidence: 0 });
  });

  it('says what is wrong with a series', () => {
    const odd = { ...series(1), mean: [1] };
    expect(() => backtestLeak(JSON.stringify({ odd }))).toThrow(
      'min, mean and max must be of the same length',
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

  it('says what is wrong with a series', () => {
    const a = { timestamps: [1], values: [1, 2] };
    expect(() => backtestDetection(JSON.stringify({ a }))).toThrow('of the same length');
  });
});

describe('a backtest of the sketch', () => {
  const sketch = (...lines: readonly string[]) => backtestSketch(Readable.from([lines.join('\n')]));

  it('prints how many values there are, the bytes and the percentiles, within one per cent', async () => {
    const lines = Array.from({ length: 25_000 }, (_, i) => String((i + 1) / 10));
    const found = await sketch(...lines);
    expect(found.count).toBe(25_000);
    expect(found.bytes).toBeLessThan(1_200);
    expect(Math.abs((found.p99 ?? 0) / 2_475 - 1)).toBeLessThan(0.0101);
    expect(Object.keys(found)).toEqual(['count', 'bytes', 'p50', 'p90', 'p95', 'p99', 'p99.9']);
  });

  it('says which line is no value', async () => {
    await expect(sketch('1', '', 'two')).rejects.toThrow('line 3 is not a finite number from 0');
    await expect(sketch('-1')).rejects.toThrow('line 1');
    expect(await sketch('')).toMatchObject({ count: 0, p50: 0 });
  });
});
