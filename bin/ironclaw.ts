#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { DomainError, InvalidInput } from '#core/errors.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { respondToLines } from '#local/backtest/respond-to-lines.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { openTokens } from '#local/gateway/tokens.ts';
import { planLines, planMetrics } from '#local/plan-metrics.ts';
import { linePrinter, treePrinter } from '#local/progress/progress-printer.ts';
import { nextStepLines, summaryLines } from '#local/progress/summary-lines.ts';
import { fetchReport } from '#local/report/fetch-report.ts';
import { reportLines } from '#local/report/report-lines.ts';
import { up } from '#local/up.ts';
import type { RegisterFlags } from './register.ts';

interface UpFlags {
  readonly once?: true;
  readonly json?: true;
  readonly service?: string;
  readonly traffic?: string;
  readonly data: string;
  readonly port: number;
  readonly unprotected?: true;
}

/** Reads an option that is a whole number. @param told what is right, for who wrote something else. */
const wholeNumber =
  (told: string, least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new InvalidArgumentError(told);
    return value;
  };

const usualPort = 3100;
const port = wholeNumber('a port is a whole number from 0 to 65534.', 0, 65_534);
const seed = wholeNumber('a seed is a whole number from 0 upwards.', 0);
/** A collection reaches back three hours at most, so that a longer interval would lose minutes. */
const interval = wholeNumber('an interval is a whole number of minutes from 1 to 180.', 1, 180);
const hours = wholeNumber('the hours are a whole number from 1 to 744.', 1, 744);

const program = new Command('ironclaw')
  .description(
    'The learning layer of an AI service: finds what is slow, fixes it, proves it, ships it, rolls it back.',
  )
  .showHelpAfterError();

program
  .command('up', { isDefault: true })
  .description('run the whole loop on this machine')
  .option('--once', 'end when the loop has been seen: exit 0, or 1 with the reason')
  .option('--json', 'print the measured numbers as one JSON object, on the last line of standard output')
  .option(
    '--service <path>',
    "root of a service's repository, with an ironclaw.json (default: the bundled storefront)",
  )
  .option(
    '--traffic <file>',
    'requests to play, one JSON object a line: {"at": ms, "method", "path", "body"}',
  )
  .option('--data <folder>', 'where everything that outlives a start is kept', '.ironclaw')
  .option('--port <number>', 'port of the API; any free one where it is taken', port, usualPort)
  .option('--unprotected', "run a service's code in the sandbox even where bubblewrap is not installed")
  .action(runUp);

program
  .command('token')
  .description('print a token for the API of this machine')
  .option('--data <folder>', 'the data folder of the start that the token is for', '.ironclaw')
  .option('--subject <name>', 'who it is for', 'you')
  .option('--roles <list>', 'separated by commas', 'user,viewer,operator,approver')
  .action(async ({ data, subject, roles }: { data: string; subject: string; roles: string }) => {
    console.log(await ownToken(data, { subject, roles: roles.split(','), lasts: '12h' }));
  });

program
  .command('register')
  .description('take a service under the care of an installation on AWS, with your own credentials')
  .argument('<path>', "root of a checkout of the service's repository")
  .requiredOption('--table <name>', 'the learning table, as the service stack printed it')
  .option('--configuration <file>', "the installation's settings (default: ironclaw.aws.json)")
  // Loaded when it is wanted: it brings the clients of AWS along, which one machine does without.
  .action(async (path: string, flags: RegisterFlags) =>
    (await import('./register.ts')).register(path, flags),
  );

program
  .command('plan-metrics')
  .description("show what collecting a service's metrics from CloudWatch asks for, and its price a month")
  .option('--service <path>', "root of a service's repository, with an ironclaw.json", '.')
  .option('--minutes <number>', 'minutes from one collection to the next', interval, 15)
  .option('--json', 'print the plan as one JSON object')
  .action(async ({ service, minutes, json }: { service: string; minutes: number; json?: true }) => {
    const plan = await planMetrics(resolve(service), minutes);
    for (const line of json ? [JSON.stringify(plan)] : planLines(plan)) console.log(line);
  });

program
  .command('report')
  .description('say how a service is, what is wrong with it, since when, and where in the code')
  .requiredOption('--service <name>', 'its name, as its ironclaw.json says it')
  .option('--hours <number>', 'how far to look back', hours, 24)
  .option('--api <url>', 'where the API is', `http://127.0.0.1:${usualPort}${basePath}`)
  .option(
    '--data <folder>',
    'the data folder of the start that is asked; for another API set IRONCLAW_TOKEN',
    '.ironclaw',
  )
  .option('--json', 'print the report as one JSON object')
  .action(runReport);

const backtest = program
  .command('backtest')
  .description("run the product's own learning and judging over data of yours");

backtest
  .command('preferences')
  .description('answer a log of choices, feedback and activities, one JSON object a line, on standard input')
  .option('--seed <number>', 'of what is drawn by chance: the same one, the same answers', seed, 1)
  .action(async (options: { seed: number }) => {
    const { backtestPreferences } = await import('#local/backtest/preferences.ts');
    await respondToLines(process.stdin, process.stdout, backtestPreferences(options.seed));
  });

backtest
  .command('diagnosis')
  .description('name the services to blame for incidents, in the order of blame, as one JSON object')
  .requiredOption('--scenarios <file>', 'call graphs and baselines, by scenario')
  .requiredOption('--incidents <file>', 'what was measured of each service in each incident')
  .option('--explain', 'a sentence on each service instead of its name')
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
  .description('say of each memory series whether it leaks, and how fast, as one JSON object')
  .requiredOption('--series <file>', 'windows of memory in MB, by name')
  .action(async (options: { series: string }) => {
    const { backtestLeak } = await import('#local/backtest/leak.ts');
    printJson(backtestLeak(readText(options.series)));
  });

backtest
  .command('sketch')
  .description('sketch values, one a line on standard input, and print its size and percentiles')
  .action(async () => {
    const { backtestSketch } = await import('#local/backtest/sketch.ts');
    printJson(await backtestSketch(process.stdin));
  });

/** @throws InvalidInput `backtest/no-file`. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new InvalidInput(
      `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        code: 'backtest/no-file',
        cause,
      },
    );
  }
}

const printJson = (value: unknown): void => console.log(JSON.stringify(value));

interface ReportFlags {
  readonly service: string;
  readonly hours: number;
  readonly api: string;
  readonly data: string;
  readonly json?: true;
}

async function runReport({ service, hours: span, api, data, json }: ReportFlags): Promise<void> {
  const given = process.env.IRONCLAW_TOKEN;
  // Opening a data folder makes one: who only asks should find nothing new.
  if (given === undefined && !existsSync(data))
    throw new InvalidInput(
      `no start has its data in ${data}; name its folder with --data, or set IRONCLAW_TOKEN.`,
      {
        code: 'report/no-data',
      },
    );
  const token = given ?? (await ownToken(data, { subject: 'you', roles: ['viewer'], lasts: '5m' }));
  const report = await fetchReport({ api: api.replace(/\/+$/, ''), token, service, hours: span });
  if (json) return printJson(report);
  for (const line of reportLines(report)) console.log(line);
}

/** For the API of this machine. */
async function ownToken(
  data: string,
  { subject, roles, lasts }: { subject: string; roles: readonly string[]; lasts: string },
): Promise<string> {
  const tokens = await openTokens(openDataFolder(data).keys);
  return tokens.issue({ sub: subject, roles }, lasts);
}

async function runUp(flags: UpFlags): Promise<void> {
  const interrupted = new AbortController();
  const ended = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      interrupted.abort();
      ended.resolve();
    });
  // Standard output is left to the JSON where one was asked for.
  const print = flags.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const isTerminal = process.stdout.isTTY && !flags.json;
  const running = await up({
    ...flags,
    data: resolve(flags.data),
    unprotected: flags.unprotected === true,
    once: flags.once === true,
    model: modelFromEnvironment(),
    printer: (goal) => (isTerminal ? treePrinter(goal) : linePrinter(print)),
    signal: interrupted.signal,
  });
  try {
    const invite = () => {
      for (const line of ['', ...nextStepLines(running.api, running.token, running.service)]) print(line);
    };
    // An operator's own service may be watched for days before there is something to sum up.
    if (flags.service && !flags.once) invite();
    const { report, lacking } = await running.seen();
    for (const line of ['', ...summaryLines(report), '']) print(line);
    if (lacking !== null) {
      print(`The loop was not seen: ${lacking}.`);
      process.exitCode = 1;
    }
    if (!flags.service && !flags.once) invite();
    if (flags.json) console.log(JSON.stringify(report));
    if (!flags.once) await ended.promise;
  } finally {
    await running.stop();
  }
}

/** The names are those that OpenAI's own tools read. */
function modelFromEnvironment() {
  const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, IRONCLAW_MODEL: name = 'gpt-4.1' } = process.env;
  if (!url && !key) return null;
  return { url: url ?? 'https://api.openai.com/v1', name, ...(key ? { key } : {}) };
}

try {
  await program.parseAsync();
} catch (error) {
  const isForeseen = error instanceof DomainError;
  console.error(isForeseen ? `ironclaw: ${error.message}` : error);
  process.exitCode = isForeseen && error.code === 'up/interrupted' ? 130 : 1;
}
