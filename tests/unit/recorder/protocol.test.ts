import { expectTypeOf, test } from 'vitest';
import type * as server from '#core/performance/windows/metrics-batch.ts';
import type * as recorder from '#recorder/protocol.ts';

/** What may be changed in the one may be changed in the other: both describe the same JSON. */
type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;

test('the recorder sends exactly what the server reads', () => {
  expectTypeOf<Frozen<server.MetricsBatch>>().toEqualTypeOf<Frozen<recorder.MetricsBatch>>();
});

test('the recorder reads exactly what the server answers', () => {
  expectTypeOf<server.MetricsAnswer>().toEqualTypeOf<recorder.MetricsResponse>();
});
