#!/usr/bin/env node
import { runCommand } from './commands/run-command.ts';
import { outliveClosedOutput } from './outlive-closed-output.ts';

outliveClosedOutput();
process.exitCode = await runCommand(process.argv.slice(2));
