import type { Measurement } from './measurement.ts';

/* Runs the benchmarks one after the other; `npm run bench -- sandbox` runs those whose name has the word. */

const benchmarks: Readonly<Record<string, () => Promise<{ measure(): Promise<Measurement> }>>> = {
  recorder: () => import('./recorder.ts'),
  feedback: () => import('./feedback.ts'),
  sandbox: () => import('./sandbox.ts'),
};

const wanted = process.argv[2] ?? '';
for (const [name, load] of Object.entries(benchmarks)) {
  if (!name.includes(wanted)) continue;
  const { measure } = await load();
  const { subject, against, ratio, spread, detail } = await measure();
  const [low, high] = spread;
  console.log(`${ratio.toFixed(2)} times  ${subject}, against ${against}`);
  console.log(`            rounds from ${low.toFixed(2)} to ${high.toFixed(2)}; ${detail}`);
}
