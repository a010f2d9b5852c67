import type { BenchmarkRatio, BenchmarkTable } from './benchmark-result.ts';
import { print } from './print.ts';

/* Runs the benchmarks one after another; `npm run bench -- sandbox` runs those whose name contains the word. */

const benchmarks: Readonly<
  Record<string, () => Promise<{ measure(): Promise<BenchmarkRatio | BenchmarkTable> }>>
> = {
  recorder: () => import('./recorder.ts'),
  preload: () => import('./preload.ts'),
  feedback: () => import('./feedback.ts'),
  'feedback-load': () => import('./feedback-load.ts'),
  sandbox: () => import('./sandbox.ts'),
  capture: () => import('./capture.ts'),
  verify: () => import('./verify.ts'),
  choice: () => import('./choice.ts'),
  sketch: () => import('./sketch.ts'),
  telemetry: () => import('./telemetry.ts'),
  report: () => import('./report.ts'),
  soak: () => import('./soak.ts'),
  restart: () => import('./restart.ts'),
  proxy: () => import('./proxy.ts'),
  capacity: () => import('./capacity.ts'),
  ratings: () => import('./ratings.ts'),
  'cold-start': () => import('./cold-start.ts'),
  rules: () => import('./rules.ts'),
};

const wanted = process.argv[2] ?? '';
for (const [name, load] of Object.entries(benchmarks)) {
  if (!name.includes(wanted)) continue;
  const { measure } = await load();
  const result = await measure();
  print(result);
  if ('rows' in result && !result.isWithinLimits) process.exitCode = 1;
}
