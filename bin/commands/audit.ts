import type { Command } from 'commander';
import type { Head } from '#local/audit/event-line.ts';
import { type ApiFlags, apiAccess, printJson, wholeNumber, withApi } from './options.ts';

const days = wholeNumber('the days must be a whole number from 1 to 3660.', 1, 3_660);
const usualDays = 90;

interface SourceFlags extends ApiFlags {
  readonly days: number;
}

interface VerifyFlags extends SourceFlags {
  readonly file?: string;
  readonly heads?: string;
}

export function addAuditCommand(program: Command): void {
  const audit = program
    .command('audit')
    .description('check and export the log of everything that was learned and done');

  withSource(audit.command('verify'))
    .description("verify the hash chain of every subject, and print each chain's head as a line of JSON")
    .option('--file <file>', 'verify an export instead of an instance')
    .option('--heads <file>', 'heads that an earlier verification printed: shows what was removed since')
    .action(verify);

  withSource(audit.command('export'))
    .description('print all events, one JSON object per line, those of a subject together and oldest first')
    .action(exportEvents);
}

const withSource = (command: Command): Command =>
  withApi(command).option(
    '--days <number>',
    'subjects to which something happened in so many days, each with all of its events',
    days,
    usualDays,
  );

async function verify({ file, heads, ...source }: VerifyFlags): Promise<void> {
  const { readHeads } = await import('#local/audit/event-line.ts');
  const { chainsFromFile } = await import('#local/audit/read-chains.ts');
  const { verifyChains } = await import('#local/audit/verify-chains.ts');
  const earlier = heads === undefined ? new Map<string, Head>() : await readHeads(heads);
  const chains =
    file === undefined ? await chainsOf(source, earlier.keys()) : chainsFromFile(file, earlier.keys());
  const result = await verifyChains(chains, earlier);
  for (const head of result.heads) printJson(head);
  for (const fault of result.faults) console.error(`ironclaw: ${fault}`);
  const what = `${result.events} events of ${result.heads.length} subjects`;
  console.error(
    result.faults.length > 0 ? `${what}: not as they were written.` : `${what} are as they were written.`,
  );
  if (result.faults.length > 0) process.exitCode = 1;
}

async function exportEvents(source: SourceFlags): Promise<void> {
  for await (const { events } of await chainsOf(source, [])) for (const event of events) printJson(event);
}

async function chainsOf({ days: latest, ...flags }: SourceFlags, subjects: Iterable<string>) {
  const { chainsFromApi } = await import('#local/audit/read-chains.ts');
  return chainsFromApi(await apiAccess(flags, '1h'), { days: latest, subjects, now: Date.now() });
}
