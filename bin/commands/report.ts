import type { Command } from 'commander';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { usualPort } from '#local/processes/choose-ports.ts';
import { defaultDataFolder, issueToken, printJson, wholeNumber } from './options.ts';

const hours = wholeNumber('the hours must be a whole number from 1 to 744.', 1, 744);

interface ReportFlags {
  readonly service: string;
  readonly hours: number;
  readonly api: string;
  readonly data: string;
  readonly json?: true;
}

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description("print a service's health and findings: what is wrong, since when, and where in the code")
    .requiredOption('--service <name>', 'name of the service, as in its ironclaw.json')
    .option('--hours <number>', 'how many hours to look back', hours, 24)
    .option('--api <url>', 'address of the API', `http://127.0.0.1:${usualPort}${basePath}`)
    .option(
      '--data <folder>',
      'data folder of the running instance; for another API set IRONCLAW_TOKEN instead',
      defaultDataFolder,
    )
    .option('--json', 'print the report as one JSON object')
    .action(runReport);
}

async function runReport({ service, hours: span, api, data, json }: ReportFlags): Promise<void> {
  const { fetchReport } = await import('#local/report/fetch-report.ts');
  const token =
    process.env.IRONCLAW_TOKEN ??
    (await issueToken(data, { subject: 'you', roles: ['viewer'], lifetime: '5m' }));
  const report = await fetchReport({ api: api.replace(/\/+$/, ''), token, service, hours: span });
  if (json) return printJson(report);
  const { reportLines } = await import('#local/report/report-lines.ts');
  for (const line of reportLines(report)) console.log(line);
}
