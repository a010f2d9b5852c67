import { type Command, Option } from 'commander';
import { type ApiFlags, apiAccess, printJson, wholeNumber, withApi } from './options.ts';

const place = wholeNumber('the place must be a whole number from 1.', 1);

interface ImportFlags extends ApiFlags {
  readonly dryRun?: true;
  readonly json?: true;
  readonly from: number;
  readonly user?: string;
  readonly model?: string;
  readonly task?: string;
  readonly value?: string;
  readonly time?: string;
  readonly message?: string;
  readonly comment?: string;
  readonly asUser?: string;
  readonly asModel?: string;
  readonly asTask: string;
  readonly scale?: 'stars' | 'ten' | 'percent';
}

export function addImportCommand(program: Command): void {
  const command = program.command('import').description('bring in what another system has gathered');
  withApi(command.command('feedback'))
    .description(
      "import users' feedback from an export of Langfuse, Open WebUI or PostHog, or from a table; may be repeated",
    )
    .argument('<file>', 'JSON, JSON lines or CSV; its content tells which system wrote it')
    .option('--dry-run', 'only say what would be imported, and what left out and why')
    .option('--json', 'print the counts as one JSON object')
    .option('--from <place>', 'continue an import at this line, or number in a JSON list', place, 1)
    .option('--user <column>', "of a table: the column with the user's id")
    .option('--model <column>', 'of a table: the column with the model that wrote the answer')
    .option('--task <column>', 'of a table: the column with the kind of task')
    .option('--value <column>', 'of a table: the column with the thumb or the rating')
    .option('--time <column>', 'of a table: the column with the time')
    .option('--message <column>', "of a table: the column with the message's id")
    .option('--comment <column>', 'of a table: the column with the comment')
    .option('--as-user <id>', 'the user of rows that name none')
    .option('--as-model <name>', 'the model of rows that name none')
    .option('--as-task <name>', 'the kind of task of rows that name none', 'chat')
    .addOption(
      new Option('--scale <name>', 'what numbers count, if they are no thumbs').choices([
        'stars',
        'ten',
        'percent',
      ]),
    )
    .action(importFeedback);
}

async function importFeedback(file: string, flags: ImportFlags): Promise<void> {
  const { importFeedback: importAll } = await import('#local/import/import-feedback.ts');
  const { reportJson, reportLines } = await import('#local/import/import-report.ts');
  const { user, model, task, value, time, message, comment } = flags;
  const columns = { user, model, task, value, time, message, comment };
  const report = await importAll({
    file,
    from: flags.from,
    access: flags.dryRun ? null : await apiAccess(flags, '12h', 'operator'),
    onProgress: (until) =>
      console.error(`Imported up to ${until}; to continue after an interruption: --from ${until + 1}`),
    columns,
    user: flags.asUser,
    model: flags.asModel,
    task: flags.asTask,
    scale: flags.scale,
  });
  if (flags.json) return printJson(reportJson(report));
  for (const text of reportLines(report)) console.log(text);
  if (flags.dryRun) console.log('\nNothing was sent.');
}
