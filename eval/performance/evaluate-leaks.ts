import { mean } from '#core/numbers/mean.ts';
import { judgeLeakByAge } from '#core/performance/memory/judge-leak-by-age.ts';
import type { ProcessMemory } from '#core/performance/memory/process-memory.ts';
import { runBacktest } from './run-backtest.ts';
import { benignKinds, type MemorySeries, simulatedMemory } from './simulated-memory.ts';

const slopes = [1, 2, 5, 20, 50] as const;
const kinds = [...benignKinds, ...slopes];
const perKind = 60;

/** Decides whether each series leaks, by name. */
type LeakDetector = (series: Readonly<Record<string, MemorySeries>>) => Readonly<Record<string, boolean>>;

const detectors: Readonly<Record<string, LeakDetector>> = {
  ours: runCommand,
  'growth over 100 MB': (series) => mapped(series, ({ min }) => (min.at(-1) ?? 0) - (min[0] ?? 0) > 100),
};

function runCommand(series: Readonly<Record<string, MemorySeries>>): Readonly<Record<string, boolean>> {
  const results = runBacktest('leak', { series: JSON.stringify(series) }) as Record<
    string,
    { leak: boolean }
  >;
  return mapped(results, ({ leak }) => leak);
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function simulated(hours: number): Readonly<Record<string, MemorySeries>> {
  return Object.fromEntries(
    kinds.flatMap((kind, index) =>
      Array.from({ length: perKind }, (_, i) => [
        `${kind} ${i}`,
        simulatedMemory(kind, hours, 1_000 * hours + index * perKind + i),
      ]),
    ),
  );
}

/**
 * Evaluates leak detection on simulated memory, next to a rule of 100 MB growth; then on processes that live only for
 * hours.
 */
export function evaluateLeaks(): void {
  evaluateLongLived();
  evaluateShortLived();
}

function evaluateLongLived(): void {
  console.log(
    `| hours | detector | precision at 2 MB/h or more | recall | at 5 MB/h: precision | recall | ${benignKinds.join(', ')} | ${slopes.join(', ')} MB/h |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const hours of [24, 72]) {
    const series = simulated(hours);
    for (const [name, detect] of Object.entries(detectors)) {
      const results = Object.entries(detect(series));
      const shareOf = (kind: (typeof kinds)[number]) =>
        results.filter(([seriesName, leaks]) => leaks && seriesName.startsWith(`${kind} `)).length / perKind;
      const falsePositives = benignKinds.map(shareOf);
      const truePositives = slopes.map(shareOf);
      // Assumes as many leaking as benign processes.
      const precision = (recall: number) => (recall / (recall + mean(falsePositives))).toFixed(3);
      const fromTwo = mean(truePositives.slice(1));
      const five = truePositives[2] ?? 0;
      const cells = [hours, name, precision(fromTwo), fromTwo.toFixed(3), precision(five), five.toFixed(3)];
      const shares = [falsePositives, truePositives].map((all) =>
        all.map((share) => share.toFixed(2)).join(', '),
      );
      console.log(`| ${[...cells, ...shares].join(' | ')} |`);
    }
  }
}

const short = {
  hours: [4, 6],
  processes: [6, 15],
  kinds: [...benignKinds, 5, 10, 20, 50] as const,
  draws: 40,
};

/** Prints the share of simulations that are reported as leaks, for short-lived processes that are compared by age. */
function evaluateShortLived(): void {
  console.log(`\n| hours | processes | ${short.kinds.join(' | ')} |`);
  console.log(`| ${['---', '---', ...short.kinds.map(() => '---')].join(' | ')} |`);
  for (const hours of short.hours)
    for (const count of short.processes) {
      const shares = short.kinds.map((kind) => {
        const draws = Array.from({ length: short.draws }, (_, draw) =>
          judgeLeakByAge(Array.from({ length: count }, (__, i) => shortLived(kind, hours, draw * 100 + i))),
        );
        return draws.filter(({ leaks }) => leaks).length / short.draws;
      });
      console.log(`| ${[hours, count, ...shares.map((share) => share.toFixed(2))].join(' | ')} |`);
    }
}

/** A process with the minimum of each ten minutes, as stored. */
function shortLived(kind: (typeof short.kinds)[number], hours: number, seed: number): ProcessMemory {
  const { min, stepSeconds } = simulatedMemory(kind, hours, seed);
  const lows = min.flatMap((low, i) =>
    i % 2 === 0 ? [{ at: i * stepSeconds * 1_000, bytes: Math.min(low, min[i + 1] ?? low) * 1e6 }] : [],
  );
  return { version: 'v1', instance: String(seed), lows };
}
