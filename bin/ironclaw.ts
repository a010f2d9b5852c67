#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { outliveClosedOutput } from './outlive-closed-output.ts';

outliveClosedOutput();
// Without it, Node removes the types of hundreds of modules at every start. Not in the folder that all users share.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/ironclaw/compiled', import.meta.url)));
const { runCommand } = await import('./commands/run-command.ts');
process.exitCode = await runCommand(process.argv.slice(2));
