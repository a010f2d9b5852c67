import { expect, test } from 'vitest';
import { MeasurementBuffer } from '#recorder/measurement-buffer.ts';

const measurement = { endpoint: 'GET /things', at: 1, duration: 2, status: 200 };

test('a full buffer drops new measurements and counts them', () => {
  const buffer = new MeasurementBuffer(3);
  for (let at = 1; at <= 5; at += 1) buffer.add({ ...measurement, at });
  const { measurements, dropped } = buffer.take();
  expect(measurements.map(({ at }) => at)).toEqual([1, 2, 3]);
  expect(dropped).toBe(2);
});

test('taking empties the buffer', () => {
  const buffer = new MeasurementBuffer(1);
  buffer.add(measurement);
  buffer.add(measurement);
  buffer.take();
  expect(buffer.take()).toEqual({ measurements: [], dropped: 0 });
});

test('a buffer never holds more than the maximum batch size', () => {
  const buffer = new MeasurementBuffer(1_000_000);
  for (let at = 0; at < 5_001; at += 1) buffer.add(measurement);
  const { measurements, dropped } = buffer.take();
  expect(measurements).toHaveLength(5_000);
  expect(dropped).toBe(1);
});
