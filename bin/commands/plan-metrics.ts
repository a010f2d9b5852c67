import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printJson, wholeNumber } from './options.ts';

/** A collection reads three hours back at most: with a longer interval, minutes would be lost. */
const interval = wholeNumber('the interval must be a whole number of minutes from 1 to 180.', 1, 180);

interface PlanFlags {
  readonly service: string;
  readonly minutes: number;
  readonly json?: true;
}

export function addPlanMetricsCommand(program: Command): void {
  program
    .command('plan-metrics')
    .description("show which of a service's metrics are read from CloudWatch, and the price per month")
    .option('--service <path>', "root of the service's repository, with an ironclaw.json", '.')
    .option('--minutes <number>', 'minutes between two collections', interval, 15)
    .option('--json', 'print the plan as one JSON object')
    .action(async ({ service, minutes, json }: PlanFlags) => {
      const { planLines, planMetrics } = await import('#local/plan-metrics.ts');
      const plan = await planMetrics(resolve(service), minutes);
      if (json) printJson(plan);
      else for (const line of planLines(plan)) console.log(line);
    });
}
