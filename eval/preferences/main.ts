/** `npm run eval:preferences`: our learner beside others in worlds whose truth is known. */
import { parseArgs } from 'node:util';
import { mean } from '#core/numbers/mean.ts';
import { backtestPlayer } from './backtest-player.ts';
import { oracle } from './oracle.ts';
import type { Player } from './player.ts';
import { movingAverage, thompson } from './simple-players.ts';
import { type Measures, type Trial, trials } from './trials.ts';

const playersByName: Readonly<Record<string, (trial: Trial, seed: number) => Player>> = {
  ours: (_, seed) => backtestPlayer(seed),
  'moving average': () => movingAverage(),
  Thompson: (_, seed) => thompson(seed),
  oracle: (trial, seed) => oracle(trial.world(seed), seed),
};

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '101,102,103' },
    trials: { type: 'string' },
    players: { type: 'string' },
  },
});
const seeds = values.seeds.split(',').map(Number);
if (seeds.some((seed) => !Number.isInteger(seed)))
  throw new Error('--seeds takes whole numbers: --seeds 1,2,3');
const chosen = namedIn(
  values.trials,
  trials.map(({ name }) => name),
);
const players = namedIn(values.players, Object.keys(playersByName));

/** All names, or those that an option lists. */
function namedIn(option: string | undefined, names: readonly string[]): readonly string[] {
  const listed = option?.split(',') ?? names;
  const unknown = listed.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown.join(', no ')}; there is ${names.join(', ')}`);
  return listed;
}

async function measure(trial: Trial, name: string): Promise<readonly Measures[]> {
  const found: Measures[] = [];
  for (const seed of seeds) {
    const player = playersByName[name]?.(trial, seed);
    if (!player) continue;
    try {
      found.push(await trial.run(player, trial.world(seed), seed));
    } finally {
      await player.stop();
    }
  }
  return found;
}

/** The mean over the seeds, and from the least to the most. */
function shown(runs: readonly Measures[], measure: string): string {
  const all = runs.map((run) => run[measure] ?? Number.NaN);
  const digits = all.some((value) => value > 10) ? 1 : 3;
  const [average, least, most] = [mean(all), Math.min(...all), Math.max(...all)];
  return `${average.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

console.log(`Seeds ${seeds.join(', ')}; the mean, and from the least to the most.\n`);
console.log(`| world | measure | ${players.join(' | ')} |`);
console.log(`| --- | --- | ${players.map(() => '---').join(' | ')} |`);
for (const trial of trials.filter(({ name }) => chosen.includes(name))) {
  const found: (readonly Measures[])[] = [];
  for (const name of players) found.push(await measure(trial, name));
  for (const each of Object.keys(found[0]?.[0] ?? {}))
    console.log(`| ${trial.name} | ${each} | ${found.map((runs) => shown(runs, each)).join(' | ')} |`);
}
