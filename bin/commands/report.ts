import type { Command } from 'commander';
import { type ApiFlags, apiAccess, printJson, wholeNumber, withApi } from './options.ts';

const hours = wholeNumber('the hours must be a whole number from 1 to 744.', 1, 744);

interface ReportFlags extends ApiFlags {
  readonly service?: string;
  readonly hours: number;
  readonly json?: true;
}

export function addReportCommand(program: Command): void {
  withApi(program.command('report'))
    .description("print a service's health and findings: what is wrong, since when, and where in the code")
    .option('--service <name>', 'name of the service, as in its ironclaw.json (default: the only one)')
    .option('--hours <number>', 'how many hours to look back', hours, 24)
    .option('--json', 'print the report as one JSON object')
    .action(runReport);
}

async function runReport({ service: named, hours: span, json, ...flags }: ReportFlags): Promise<void> {
  const { fetchReport } = await import('#local/report/fetch-report.ts');
  const { chooseService, orNameServices } = await import('./choose-service.ts');
  const access = await apiAccess(flags, '5m');
  const service = await chooseService(named, flags);
  const report = await orNameServices(service, flags, fetchReport({ ...access, service, hours: span }));
  if (json) return printJson(report);
  const { fetchStaticFindings } = await import('#local/report/fetch-static-findings.ts');
  const { reportLines } = await import('#local/report/report-lines.ts');
  const { staticFindingLines } = await import('#local/report/static-finding-lines.ts');
  const found = await fetchStaticFindings(access, service);
  for (const line of [...reportLines(report), ...staticFindingLines(found)]) console.log(line);
}
