import { backtest } from './backtest.ts';
import { harmless, type MemorySeries, simulatedMemory } from './leaks.ts';

const slopes = [1, 2, 5, 20, 50] as const;
const kinds = [...harmless, ...slopes];
const perKind = 60;

/** Whether each series leaks, by its name. */
type Judge = (series: Readonly<Record<string, MemorySeries>>) => Readonly<Record<string, boolean>>;

const judges: Readonly<Record<string, Judge>> = {
  ours: askCommand,
  'growth over 100 MB': (series) => mapped(series, ({ min }) => (min.at(-1) ?? 0) - (min[0] ?? 0) > 100),
};

function askCommand(series: Readonly<Record<string, MemorySeries>>): Readonly<Record<string, boolean>> {
  const answer = backtest('leak', { series: JSON.stringify(series) }) as Record<string, { leak: boolean }>;
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

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Our judgement of simulated memory beside the rule of growth over 100 MB. */
export function judgeLeaks(): void {
  console.log(
    `| hours | judge | precision at 2 MB/h or more | recall | at 5 MB/h: precision | recall | ${harmless.join(', ')} | ${slopes.join(', ')} MB/h |`,
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const hours of [24, 72]) {
    const series = simulated(hours);
    for (const [name, judge] of Object.entries(judges)) {
      const found = Object.entries(judge(series));
      const shareOf = (kind: (typeof kinds)[number]) =>
        found.filter(([each, leaks]) => leaks && each.startsWith(`${kind} `)).length / perKind;
      const wrong = harmless.map(shareOf);
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
