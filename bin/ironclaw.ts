#!/usr/bin/env node
import { Command } from 'commander';
import { DomainError } from '#core/errors.ts';
import { addBacktestCommand } from './commands/backtest.ts';
import { addPlanMetricsCommand } from './commands/plan-metrics.ts';
import { addPruneCommand } from './commands/prune.ts';
import { addRegisterCommand } from './commands/register.ts';
import { addReportCommand } from './commands/report.ts';
import { addTokenCommand } from './commands/token.ts';
import { addUpCommand } from './commands/up.ts';
import { outliveClosedOutput } from './outlive-closed-output.ts';

outliveClosedOutput();
const program = new Command('ironclaw')
  .description(
    'The learning layer of an AI service: finds slow code, fixes it, proves the fix, ships it, rolls it back.',
  )
  .showHelpAfterError();

addUpCommand(program);
addTokenCommand(program);
addReportCommand(program);
addRegisterCommand(program);
addPruneCommand(program);
addPlanMetricsCommand(program);
addBacktestCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  const isForeseen = error instanceof DomainError;
  console.error(isForeseen ? `ironclaw: ${error.message}` : error);
  process.exitCode = isForeseen && error.code === 'up/interrupted' ? 130 : 1;
}
