import { Command } from 'commander';
import { addAuditCommand } from './audit.ts';
import { addBacktestCommand } from './backtest.ts';
import { addBackupCommands } from './backup.ts';
import { addDoctorCommand } from './doctor.ts';
import { addEvidenceCommand } from './evidence.ts';
import { addImportCommand } from './import.ts';
import { addInitCommand } from './init.ts';
import { addOutcomesCommand } from './outcomes.ts';
import { addPlanMetricsCommand } from './plan-metrics.ts';
import { addPruneCommand } from './prune.ts';
import { addRegisterCommand } from './register.ts';
import { addReplayVerdictCommand } from './replay-verdict.ts';
import { addReportCommand } from './report.ts';
import { reportFailure } from './report-failure.ts';
import { addScanCommand } from './scan.ts';
import { addSelfTestCommand } from './self-test.ts';
import { addServiceCommand } from './service.ts';
import { addTokenCommand } from './token.ts';
import { addUpCommand } from './up.ts';

const commands = [
  addInitCommand,
  addDoctorCommand,
  addUpCommand,
  addServiceCommand,
  addTokenCommand,
  addReportCommand,
  addEvidenceCommand,
  addOutcomesCommand,
  addReplayVerdictCommand,
  addScanCommand,
  addSelfTestCommand,
  addRegisterCommand,
  addImportCommand,
  addPlanMetricsCommand,
  addBacktestCommand,
  addAuditCommand,
  addPruneCommand,
  addBackupCommands,
];

/** Runs a command line, without the names of the interpreter and the program. @returns the exit code. */
export async function runCommand(words: readonly string[]): Promise<number> {
  const program = new Command('ironclaw')
    .description(
      'The learning layer of an AI service: finds slow code, fixes it, proves the fix, ships it, rolls it back.',
    )
    .exitOverride()
    .showHelpAfterError();
  // Each command loads its code only when it runs.
  for (const add of commands) add(program, words);
  try {
    await program.parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return reportFailure(error);
  }
}
