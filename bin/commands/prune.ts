import type { Command } from 'commander';
import type { Freed } from '#local/retention/prune.ts';
import { type Column, tableLines } from '#local/table-lines.ts';
import { defaultDataFolder } from './options.ts';

export function addPruneCommand(program: Command): void {
  program
    .command('prune')
    .description('remove what has expired from the data folder of an instance that does not run')
    .option('--data <folder>', 'data folder', defaultDataFolder)
    .action(async ({ data }: { readonly data: string }) => {
      const { prune } = await import('#local/retention/prune.ts');
      for (const line of tableLines(columns, prune(data, Date.now()))) console.log(line);
    });
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const columns: readonly Column<Freed>[] = [
  { title: 'part', cell: ({ part }) => part },
  { title: 'freed', cell: ({ before, after }) => megabytes(before - after), isNumber: true },
  { title: 'left', cell: ({ after }) => megabytes(after), isNumber: true },
];
