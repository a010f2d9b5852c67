import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '#core/errors.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { mapWithConcurrency } from '#core/map-with-concurrency.ts';
import { type Diagnostic, readOutput } from './read-output.ts';
import { oxlintRules } from './rules.ts';

/** Nothing but our rules: oxlint's defaults are off. */
const configuration = JSON.stringify({
  plugins: ['oxc', 'unicorn'],
  categories: { correctness: 'off' },
  rules: Object.fromEntries(oxlintRules.map(({ setting }) => [setting, 'warn'])),
});

/** With `--config` and without nested ones, oxlint reads no other configuration: one may name plugins, which are code. */
const options = ['--format=json', '--config=oxlint.json', '--disable-nested-config', '--no-ignore', '.'];

const longestRun = 30_000;
const mostOutput = 256 * 1024 * 1024;

/** What oxlint says of a file, by the file's place in the list. */
export type Remark = Diagnostic & { readonly file: number };

/**
 * Runs oxlint on copies of the files. They are numbered, so that no name of the service is an argument or a configuration.
 * @returns null if a file crashed it or took too long.
 * @throws Unavailable `oxlint/failed` if it does not run at all; InvalidInput `oxlint/invalid-output`.
 */
export async function runOxlint(files: readonly SourceFile[]): Promise<readonly Remark[] | null> {
  const folder = await mkdtemp(join(tmpdir(), 'ironclaw-oxlint-'));
  try {
    await writeFile(join(folder, 'oxlint.json'), configuration);
    await mapWithConcurrency([...files.entries()], 32, ([i, { path, text }]) =>
      writeFile(join(folder, `${i}${extname(path)}`), text),
    );
    const output = await outputIn(folder);
    if (output === null) return null;
    return readOutput(output).map((remark) => ({ ...remark, file: Number.parseInt(remark.filename, 10) }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function outputIn(folder: string): Promise<string | null> {
  const packageFile = fileURLToPath(import.meta.resolve('oxlint/package.json'));
  const command = [join(dirname(packageFile), 'bin', 'oxlint'), ...options];
  const limits = { timeout: longestRun, killSignal: 'SIGKILL', maxBuffer: mostOutput } as const;
  return new Promise((resolve, reject) =>
    execFile(process.execPath, command, { cwd: folder, env: {}, ...limits }, (error, stdout, stderr) => {
      // It ends with 1 if it finds errors, such as files that cannot be parsed.
      if (error === null || error.code === 1) resolve(stdout);
      else if (error.signal) resolve(null);
      else
        reject(
          new Unavailable(`oxlint does not run: ${stderr || error.message}`, {
            code: 'oxlint/failed',
            cause: error,
          }),
        );
    }),
  );
}
