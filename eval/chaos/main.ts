/**
 * `npm run chaos`: kills an instance, its database, its proxy, the versions of its service and its jobs at random moments
 * of an improvement's life, and checks that the improvement ends as it does without.
 *
 * Who kills what, and when, follows from the seed; what the machine does meanwhile does not.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { minute, second } from '#core/time.ts';
import { openMachine } from './conditions.ts';
import { placeIn } from './instance.ts';
import { killsTable, type Made, type Round, troublesLine } from './kills-table.ts';
import { runRound } from './run-round.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    /** No other improvement is begun after so many minutes. */
    minutes: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    /** The file of libfaketime, where it is not installed. */
    faketime: { type: 'string' },
  },
});

// exit() also ends the instance. Of an improvement that was not ended nothing is known.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    printRounds();
    process.exit(1);
  });

const most = wholeNumber('kills', values.kills);
const deadline = performance.now() + wholeNumber('minutes', values.minutes) * minute;
const seed = wholeNumber('seed', values.seed);

const rounds: Round[] = [];
const killed = () => rounds.reduce((sum, { kills }) => sum + kills.length, 0);
const begun = performance.now();
while (killed() < most && performance.now() < deadline) rounds.push(await round(seed + rounds.length));
printRounds();
if (rounds.some(({ broken }) => broken !== null)) process.exitCode = 1;

function printRounds(): void {
  const minutes = (performance.now() - begun) / minute;
  const pace = `${(killed() / minutes).toFixed(1)} a minute`;
  console.log(`${killed()} kills in ${rounds.length} rounds, ${pace}; ${troublesLine(rounds)}.\n`);
  console.log(killsTable(rounds));
  for (const { seed: own, folder, broken } of rounds.filter((one) => one.broken !== null))
    console.log(`\n${broken}\nRepeat it with --seed ${own}; its folder is ${folder}.`);
}

async function round(own: number): Promise<Round> {
  const place = placeIn(realpathSync(mkdtempSync(join(tmpdir(), 'ironclaw-chaos-'))));
  const { folder } = place;
  const machine = openMachine(place, values.faketime);
  if (rounds.length === 0) for (const sentence of machine.missing) console.error(`${sentence}.`);
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / second;
  const kills: Made[] = [];
  const before = killed();
  const broken = await runRound({
    place,
    seed: own,
    machine,
    goesOn: () => before + kills.length < most,
    onKill(made) {
      kills.push(made);
      const beside = made.trouble === null ? '' : `, with ${made.trouble}`;
      console.error(`${elapsed().toFixed(1)} s: ${made.stage}, kills ${made.victim}${beside}`);
    },
  }).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  console.error(`seed ${own}: ${broken ?? 'ended as without kills'}, ${elapsed().toFixed(0)} s`);
  if (broken === null) {
    machine.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { seed: own, folder, kills, broken, seconds: elapsed() };
}

/** A whole number from 1 on. @throws Error that names the option. */
function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${name} takes a whole number from 1 on: --${name} 20`);
  return number;
}
