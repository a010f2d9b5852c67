import { describe } from 'vitest';
import { MemoryMetricsSource } from '../../support/memory-metrics-source.ts';
import { behavesAsMetricsSource, recorded } from './metrics-source.ts';

describe('in memory', () => {
  behavesAsMetricsSource(
    async () => {
      const source = new MemoryMetricsSource();
      return { source, see: (requests) => void source.seen.push(...requests) };
    },
    { metricOf: recorded },
  );
});
