import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/ironclaw.ts', import.meta.url));

/**
 * Runs `ironclaw backtest NAME` as a user would, and parses its output.
 * @param files contents of the input files by option name.
 */
export function runBacktest(name: string, files: Readonly<Record<string, string>>): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'ironclaw-eval-'));
  try {
    const options = Object.entries(files).flatMap(([option, text]) => {
      const file = join(folder, `${option}.json`);
      writeFileSync(file, text);
      return [`--${option}`, file];
    });
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, 'backtest', name, ...options], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
