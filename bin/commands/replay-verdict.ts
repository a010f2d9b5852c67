import type { Command } from 'commander';
import { InvalidInput } from '#core/errors.ts';
import { type ApiFlags, apiAccess, wholeNumber, withApi } from './options.ts';

const number = wholeNumber('the number must be a whole number from 1 up.', 1);

interface ReplayFlags extends ApiFlags {
  readonly number?: number;
  readonly file?: string;
  readonly save?: string;
}

export function addReplayVerdictCommand(program: Command): void {
  withApi(program.command('replay-verdict'))
    .description(
      'judge a verdict of a rollout again from its recorded evidence: exit code 0 if it is the same, or 1',
    )
    .argument('[improvement]', 'id of the improvement')
    .option(
      '--number <number>',
      'which verdict of its rollout, 1 for the first (default: the latest)',
      number,
    )
    .option('--file <file>', 'read the verdict from a file that --save wrote, instead of from an API')
    .option('--save <file>', 'write the verdict with its evidence to a file, for anybody to judge again')
    .action(runReplay);
}

async function runReplay(improvement: string | undefined, flags: ReplayFlags): Promise<void> {
  if ((improvement === undefined) === (flags.file === undefined))
    throw new InvalidInput('name an improvement, or a file with --file, and not both.', {
      code: 'verdict/no-source',
    });
  const { fetchVerdict, readVerdictFile, saveVerdict } = await import('#local/verdicts/find-verdict.ts');
  const { replayLines } = await import('#local/verdicts/replay-lines.ts');
  const { judgmentText, replayVerdict } = await import('#core/rollouts/replay/replay-verdict.ts');
  const found =
    flags.file === undefined
      ? await fetchVerdict(await apiAccess(flags, '5m'), improvement ?? '', flags.number)
      : readVerdictFile(flags.file);
  if (flags.save !== undefined) saveVerdict(flags.save, found);
  const replay = replayVerdict(found.verdict);
  console.log(judgmentText(replay.judgment));
  const { lines, isSame } = replayLines(found, replay);
  for (const line of lines) console.error(line);
  if (!isSame) process.exitCode = 1;
}
