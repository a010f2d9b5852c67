import type { Command } from 'commander';
import { InvalidInput } from '#core/errors.ts';
import { pathsIn } from '#local/data-folder/data-folder.ts';
import { type AnswerFlags, answersFrom, withAnswers } from './answer-flags.ts';
import { interruptSignal } from './interrupt-signal.ts';
import { defaultDataFolder, printJson } from './options.ts';

interface InitFlags extends AnswerFlags {
  readonly yes?: true;
  readonly json?: true;
  readonly force?: true;
  readonly data: string;
  readonly unprotected?: true;
}

export function addInitCommand(program: Command): void {
  const command = program
    .command('init')
    .description('look at a service, run what is found once in the sandbox, and write its ironclaw.json')
    .argument('[path]', "the service's repository, or a package's folder in it", '.');
  withAnswers(command)
    .option('--yes', 'take what is found, and ask nothing')
    .option('--force', 'write an ironclaw.json that is there already again; its values stay')
    .option('--json', 'print the result as one JSON object; implies --yes')
    .option('--data <folder>', 'folder for a Node that has to be installed', defaultDataFolder)
    .option('--unprotected', 'run untrusted code even if bubblewrap is not installed')
    .action(runInit);
}

async function runInit(path: string, flags: InitFlags): Promise<void> {
  const [{ init }, { openQuestions }, { endLines, rowLines }, { preloadFile }] = await Promise.all([
    import('#local/onboarding/init.ts'),
    import('#local/onboarding/questions.ts'),
    import('#local/onboarding/onboarding-lines.ts'),
    import('#local/recorder/preload-file.ts'),
  ]);
  const isSilent = flags.yes === true || flags.json === true;
  if (!isSilent && !process.stdin.isTTY)
    throw new InvalidInput(
      'this is no terminal, so nobody can be asked: add --yes to take what is found, and name the rest with the flags of `ironclaw init --help`.',
      { code: 'init/no-terminal' },
    );
  const signal = interruptSignal();
  const questions = isSilent ? null : openQuestions(process.stdin, process.stderr, signal);
  try {
    const onboarding = await init({
      path,
      answers: answersFrom(flags),
      force: flags.force === true,
      acceptsRisk: flags.unprotected === true,
      questions,
      preload: await preloadFile(),
      nodes: pathsIn(flags.data).nodes,
      signal,
      tell: (sentence) => console.error(`  ${sentence}`),
    });
    if (!onboarding.isUsable) process.exitCode = 1;
    if (flags.json) return printJson(onboarding);
    for (const line of [...rowLines(onboarding.rows), ...endLines(onboarding)]) console.log(line);
  } finally {
    questions?.close();
  }
}
