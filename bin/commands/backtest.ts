import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { InvalidInput } from '#core/errors.ts';
import { printJson, wholeNumber } from './options.ts';

const seed = wholeNumber('the seed must be a whole number from 0 up.', 0);

/** Each subcommand loads its code only when it runs. */
export function addBacktestCommand(program: Command): void {
  const backtest = program
    .command('backtest')
    .description('run the learner and the detectors on your own data');

  backtest
    .command('preferences')
    .description(
      'answer a log of choices, feedback and activities on standard input, one JSON object per line',
    )
    .option('--seed <number>', 'seed of the random choices: the same seed gives the same answers', seed, 1)
    .action(async (options: { seed: number }) => {
      const { respondToLines } = await import('#local/backtest/respond-to-lines.ts');
      const { backtestPreferences } = await import('#local/backtest/preferences.ts');
      await respondToLines(process.stdin, process.stdout, backtestPreferences(options.seed));
    });

  backtest
    .command('diagnosis')
    .description('rank the root causes of incidents, as one JSON object')
    .requiredOption('--scenarios <file>', 'call graphs and baselines, by scenario')
    .requiredOption('--incidents <file>', 'measurements of each service in each incident')
    .option('--explain', 'print a sentence about each service instead of its name')
    .action(async (options: { scenarios: string; incidents: string; explain?: true }) => {
      const { backtestDiagnosis } = await import('#local/backtest/diagnosis.ts');
      const [scenarios, incidents] = [readText(options.scenarios), readText(options.incidents)];
      printJson(backtestDiagnosis(scenarios, incidents, { explains: options.explain === true }));
    });

  backtest
    .command('detection')
    .description('score how unusual each value of each series is, as one JSON object')
    .requiredOption('--series <file>', 'timestamps in seconds and values, by name')
    .action(async (options: { series: string }) => {
      const { backtestDetection } = await import('#local/backtest/detection.ts');
      printJson(backtestDetection(readText(options.series)));
    });

  backtest
    .command('leak')
    .description('say for each memory series whether it leaks, and how fast, as one JSON object')
    .requiredOption('--series <file>', 'windows of memory in MB, by name')
    .action(async (options: { series: string }) => {
      const { backtestLeak } = await import('#local/backtest/leak.ts');
      printJson(backtestLeak(readText(options.series)));
    });

  backtest
    .command('sketch')
    .description('sketch the values on standard input, one per line, and print the size and percentiles')
    .action(async () => {
      const { backtestSketch } = await import('#local/backtest/sketch.ts');
      printJson(await backtestSketch(process.stdin));
    });
}

/** @throws InvalidInput `backtest/no-file`. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInput(`cannot read ${file}: ${reason}.`, { code: 'backtest/no-file', cause });
  }
}
