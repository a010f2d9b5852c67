import type { Command } from 'commander';
import { assertKnown } from './choose-service.ts';
import { type ApiFlags, apiAccess, printJson, withApi } from './options.ts';

interface OutcomesFlags extends ApiFlags {
  readonly service?: string;
  readonly json?: true;
}

export function addOutcomesCommand(program: Command): void {
  withApi(program.command('outcomes'))
    .description(
      'print how the attempts of each rule and model ended, why they were rejected, and what production gained',
    )
    .option('--service <name>', 'also at this service alone, as named in its ironclaw.json')
    .option('--json', 'print the table as one JSON object')
    .action(runOutcomes);
}

async function runOutcomes({ service, json, ...flags }: OutcomesFlags): Promise<void> {
  const { fetchOutcomes } = await import('#local/outcomes/fetch-outcomes.ts');
  const rows = await fetchOutcomes(await apiAccess(flags, '5m'), service);
  if (service !== undefined && !rows.some((row) => row.service === service))
    await assertKnown(service, flags);
  if (json) return printJson({ rows });
  const { outcomeLines } = await import('#local/outcomes/outcome-lines.ts');
  for (const line of outcomeLines(rows)) console.log(line);
}
