import type { Command } from 'commander';
import { defaultDataFolder } from './options.ts';

export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('copy the data of a stopped instance to a new folder')
    .argument('<folder>', 'where to, for example on another disk; it holds secrets, and is open to you only')
    .option('--data <folder>', 'data folder of the instance', defaultDataFolder)
    .action(async (target: string, { data }: { data: string }) => {
      const { backUp } = await import('#local/data-folder/backup.ts');
      backUp(data, target);
    });

  program
    .command('restore')
    .description('make a data folder from a backup')
    .argument('<folder>', 'the backup')
    .option('--data <folder>', 'the new data folder', defaultDataFolder)
    .action(async (backup: string, { data }: { data: string }) => {
      const { restore } = await import('#local/data-folder/backup.ts');
      restore(backup, data);
    });
}
