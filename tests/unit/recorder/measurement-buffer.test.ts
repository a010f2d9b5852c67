import { expect, test } from 'vitest';
import { MeasurementBuffer } from '#recorder/measurement-buffer.ts';

const measurement = { endpoint: 'GET /things', at: 1, duration: 2, status: 200 };

test('a full buffer forgets what comes and counts it', () => {
  const buffer = new MeasurementBuffer(3);
  for (let at = 1; at <= 5; at += 1) buffer.add({ ...measurement, at });
  const { measurements, dropped } = buffer.take();
  expect(measurements.map(({ at }) => at)).toEqual([1, 2, 3]);
  expect(dropped).toBe(2);
});

test('a taken buffer starts anew', () => {
  const buffer = new MeasurementBuffer(1);
  buffer.add(measurement);
  buffer.add(measurement);
  buffer.take();
  expect(buffer.take()).toEqual({ measurements: [], dropped: 0 });
});

test('no buffer holds more than a batch may carry', () => {
  const buffer = new MeasurementBuffer(1_000_000);
  for (let at = 0; at < 5_001; at += 1) buffer.add(measurement);
  const { measurements, dropped } = buffer.take();
  expect(measurements).toHaveLength(5_000);
  expect(dropped).toBe(1);
});
