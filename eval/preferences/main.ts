/** `npm run eval:preferences`: compares our learner with others in simulated worlds whose truth is known. */
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
if (seeds.some((seed) => !Number.isInteger(seed))) throw new Error('--seeds takes integers: --seeds 1,2,3');
const chosen = namedIn(
  values.trials,
  trials.map(({ name }) => name),
);
const players = namedIn(values.players, Object.keys(playersByName));

/** The names that an option lists; all names without the option. */
function namedIn(option: string | undefined, names: readonly string[]): readonly string[] {
  const listed = option?.split(',') ?? names;
  const unknown = listed.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`unknown name: ${unknown.join(', ')}; choose from ${names.join(', ')}`);
  return listed;
}

async function measure(trial: Trial, name: string): Promise<readonly Measures[]> {
  const runs: Measures[] = [];
  for (const seed of seeds) {
    const player = playersByName[name]?.(trial, seed);
    if (!player) continue;
    try {
      runs.push(await trial.run(player, trial.world(seed), seed));
    } finally {
      await player.stop();
    }
  }
  return runs;
}

/** The mean over the seeds, with minimum and maximum. */
function formatted(runs: readonly Measures[], measure: string): string {
  const all = runs.map((run) => run[measure] ?? Number.NaN);
  const digits = all.some((value) => value > 10) ? 1 : 3;
  const [average, least, most] = [mean(all), Math.min(...all), Math.max(...all)];
  return `${average.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}

console.log(`Seeds ${seeds.join(', ')}; mean (minimum to maximum).\n`);
console.log(`| world | measure | ${players.join(' | ')} |`);
console.log(`| --- | --- | ${players.map(() => '---').join(' | ')} |`);
for (const trial of trials.filter(({ name }) => chosen.includes(name))) {
  const runsByPlayer: (readonly Measures[])[] = [];
  for (const name of players) runsByPlayer.push(await measure(trial, name));
  for (const name of Object.keys(runsByPlayer[0]?.[0] ?? {}))
    console.log(
      `| ${trial.name} | ${name} | ${runsByPlayer.map((runs) => formatted(runs, name)).join(' | ')} |`,
    );
}
