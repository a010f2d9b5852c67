import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printJson } from './options.ts';

interface ScanFlags {
  readonly all?: true;
  readonly json?: true;
}

export function addScanCommand(program: Command): void {
  program
    .command('scan')
    .description('list suspicious places in a folder of JavaScript or TypeScript, running none of its code')
    .argument('[path]', 'the folder', '.')
    .option('--all', 'print every place, not only the first of each rule')
    .option('--json', 'print the result as one JSON object')
    .action(runScan);
}

async function runScan(path: string, { all, json }: ScanFlags): Promise<void> {
  const { scanForPeople } = await import('#local/scan/scan-for-people.ts');
  const scan = await scanForPeople(resolve(path));
  if (json) return printJson(scan);
  const { scanLines } = await import('#local/scan/scan-lines.ts');
  for (const line of scanLines(scan, all ? Infinity : 5)) console.log(line);
}
