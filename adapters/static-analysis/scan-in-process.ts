import { execFile } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidInput, Unavailable } from '#core/errors.ts';
import { StaticScan } from '#core/performance/findings/static-finding.ts';
import { parseJson } from '#core/validation.ts';

/** Among the sources it is TypeScript; bundled, it lies beside the program that starts it. */
const program = fileURLToPath(new URL(`./scan-program${extname(import.meta.filename)}`, import.meta.url));
const flags = ['--max-old-space-size=1536', '--disable-warning=ExperimentalWarning'];
const mostOutput = 64 * 1024 * 1024;
const foreseen = 2;

export interface ScanLimits {
  /** Milliseconds. */
  readonly timeout: number;
  /** Of the findings that are listed. */
  readonly most: number;
}

/**
 * Scans a folder in a process of its own: source text that makes a parser crash or hang ends only that process.
 * @throws InvalidInput `scan/refused` if the folder cannot be scanned; Unavailable `scan/crashed`, `scan/too-slow`.
 */
export async function scanInProcess(folder: string, { timeout, most }: ScanLimits): Promise<StaticScan> {
  const text = await outputOf([...flags, program, folder, String(most)], timeout);
  return parseJson(StaticScan, text, 'the result of the scan', 'scan/invalid-result');
}

function outputOf(command: readonly string[], timeout: number): Promise<string> {
  const { PATH = '', TMPDIR = '/tmp' } = process.env;
  const options = { env: { PATH, TMPDIR }, timeout, killSignal: 'SIGKILL', maxBuffer: mostOutput } as const;
  return new Promise((resolve, reject) =>
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      const said = stderr.trim();
      if (error === null) resolve(stdout);
      else if (error.code === foreseen)
        reject(new InvalidInput(said, { code: 'scan/refused', cause: error }));
      else if (error.killed)
        reject(
          new Unavailable(`The scan took longer than ${timeout / 1_000} s and was ended.`, {
            code: 'scan/too-slow',
            cause: error,
          }),
        );
      else
        reject(
          new Unavailable(`The scan crashed: ${said.split('\n').at(-1) || (error.signal ?? error.message)}`, {
            code: 'scan/crashed',
            cause: error,
          }),
        );
    }),
  );
}
