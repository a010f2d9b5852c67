/** `npm run eval:rollouts`: plays rollouts in simulated worlds under our judge and alarm, and under other rules. */
import { parseArgs } from 'node:util';
import { evaluate, type Result } from './evaluate.ts';
import { ironclaw } from './judges/ironclaw.ts';
import { kayenta } from './judges/kayenta.ts';
import { sequential } from './judges/sequential.ts';
import { threeOfThree } from './judges/three-of-three.ts';
import { worlds } from './worlds.ts';

const judges = [ironclaw, threeOfThree, kayenta, sequential];

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '20261129' },
    worlds: { type: 'string', default: '' },
    judges: { type: 'string', default: '' },
  },
});
const runs = wholeNumber('runs', values.runs);
const seed = wholeNumber('seed', values.seed);

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  console.error(`--${name} takes a whole number above 0: --${name} 1000`);
  process.exit(2);
}

/** Those whose name contains the text of an option. */
function named<Item extends { readonly name: string }>(option: string, items: readonly Item[], text: string) {
  const found = items.filter(({ name }) => name.includes(text));
  if (found.length > 0) return found;
  console.error(
    `no name contains "${text}"; --${option} takes a part of: ${items.map(({ name }) => name).join('; ')}`,
  );
  process.exit(2);
}

const percent = (share: number) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
const minutes = (value: number | null) => (value === null ? '-' : value.toFixed(1));

function cell({ rolledBack, kept, undecided, minutesToRollback, minutesToEnd }: Result): string {
  const parts = [
    `back ${percent(rolledBack)} (${minutes(minutesToRollback)})`,
    `kept ${percent(kept)} (${minutes(minutesToEnd)})`,
    ...(undecided > 0 ? [`no verdict ${percent(undecided)}`] : []),
  ];
  return parts.join(', ');
}

const chosen = named('judges', judges, values.judges);
const played = named('worlds', worlds, values.worlds);
console.log(
  `${runs} rollouts a cell, seed ${seed}. Shares of the rollouts, with their mean minutes in brackets.`,
);
for (const [isWorse, title] of [
  [false, 'The canary is no worse: it should be kept'],
  [true, 'The canary is worse: it should be rolled back'],
] as const) {
  const half = played.filter((world) => world.isWorse === isWorse);
  if (half.length === 0) continue;
  console.log(`\n| ${title} | ${chosen.map(({ name }) => name).join(' | ')} |`);
  console.log(`| --- |${' --- |'.repeat(chosen.length)}`);
  for (const world of half)
    console.log(
      `| ${world.name} | ${chosen.map((judge) => cell(evaluate(world, judge, runs, seed))).join(' | ')} |`,
    );
}
