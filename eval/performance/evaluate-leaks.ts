import { mean } from '#core/numbers/mean.ts';
import { judgeByAge } from '#core/performance/memory/judge-by-age.ts';
import type { ProcessMemory } from '#core/performance/memory/process-memory.ts';
import { runBacktest } from './run-backtest.ts';
import { benignKinds, type MemorySeries, simulatedMemory } from './simulated-memory.ts';

const slopes = [1, 2, 5, 20, 50] as const;
const kinds = [...benignKinds, ...slopes];
const perKind = 60;

/** Whether each series leaks, by its name. */
type LeakDetector = (series: Readonly<Record<string, MemorySeries>>) => Readonly<Record<string, boolean>>;

const detectors: Readonly<Record<string, LeakDetector>> = {
  ours: runCommand,
  'growth over 100 MB': (series) => mapped(series, ({ min }) => (min.at(-1) ?? 0) - (min[0] ?? 0) > 100),
};

function runCommand(series: Readonly<Record<string, MemorySeries>>): Readonly<Record<string, boolean>> {
  const answer = runBacktest('leak', { series: JSON.stringify(series) }) as Record<string, { leak: boolean }>;
  return mapped(answer, ({ leak }) => leak);
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function simulated(hours: number): Readonly<Record<string, MemorySeries>> {
  return Object.fromEntries(
    kinds.flatMap((kind, place) =>
      Array.from({ length: perKind }, (_, i) => [
        `${kind} ${i}`,
        simulatedMemory(kind, hours, 1_000 * hours + place * perKind + i),
      ]),
    ),
  );
}

/** Our judgment of simulated memory beside the rule of growth over 100 MB; then of processes that live for hours. */
export function evaluateLeaks(): void {
  evaluateLongLived();
  evaluateShortLived();
}

function evaluateLongLived(): void {
  console.log(
    `| hours | judge | precision at 2 MB/h or more | recall | at 5 MB/h: precision | recall | ${benignKinds.join(', ')} | ${slopes.join(', ')} MB/h |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const hours of [24, 72]) {
    const series = simulated(hours);
    for (const [name, judge] of Object.entries(detectors)) {
      const found = Object.entries(judge(series));
      const shareOf = (kind: (typeof kinds)[number]) =>
        found.filter(([each, leaks]) => leaks && each.startsWith(`${kind} `)).length / perKind;
      const wrong = benignKinds.map(shareOf);
      const right = slopes.map(shareOf);
      // As many leaks as harmless processes.
      const precision = (recall: number) => (recall / (recall + mean(wrong))).toFixed(3);
      const fromTwo = mean(right.slice(1));
      const five = right[2] ?? 0;
      const cells = [hours, name, precision(fromTwo), fromTwo.toFixed(3), precision(five), five.toFixed(3)];
      const shares = [wrong, right].map((all) => all.map((share) => share.toFixed(2)).join(', '));
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

/** Shares of what is called a leak, of processes that are judged by their age. */
function evaluateShortLived(): void {
  console.log(`\n| hours | processes | ${short.kinds.join(' | ')} |`);
  console.log(`| ${['---', '---', ...short.kinds.map(() => '---')].join(' | ')} |`);
  for (const hours of short.hours)
    for (const count of short.processes) {
      const shares = short.kinds.map((kind) => {
        const draws = Array.from({ length: short.draws }, (_, draw) =>
          judgeByAge(Array.from({ length: count }, (__, i) => shortLived(kind, hours, draw * 100 + i))),
        );
        return draws.filter(({ leaks }) => leaks).length / short.draws;
      });
      console.log(`| ${[hours, count, ...shares.map((share) => share.toFixed(2))].join(' | ')} |`);
    }
}

/** By the least of ten minutes, as they are kept. */
function shortLived(kind: (typeof short.kinds)[number], hours: number, seed: number): ProcessMemory {
  const { min, stepSeconds } = simulatedMemory(kind, hours, seed);
  const lows = min.flatMap((low, i) =>
    i % 2 === 0 ? [{ at: i * stepSeconds * 1_000, bytes: Math.min(low, min[i + 1] ?? low) * 1e6 }] : [],
  );
  return { version: 'v1', instance: String(seed), lows };
}
