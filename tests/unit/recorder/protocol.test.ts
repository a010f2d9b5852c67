import { expectTypeOf, test } from 'vitest';
import type * as server from '#core/performance/windows/metrics-batch.ts';
import type * as recorder from '#recorder/protocol.ts';

/** Ignores which properties are writable: both types describe the same JSON. */
type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;

test('the recorder sends exactly the batch that the server reads', () => {
  expectTypeOf<Frozen<server.MetricsBatch>>().toEqualTypeOf<Frozen<recorder.MetricsBatch>>();
});

test('the recorder reads exactly the response that the server sends', () => {
  expectTypeOf<server.MetricsResponse>().toEqualTypeOf<recorder.MetricsResponse>();
});
