import { type ExecFileException, execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DomainError, InvalidInput, Unavailable } from '#core/errors.ts';
import { StaticScan } from '#core/performance/findings/static-finding.ts';
import { second } from '#core/time.ts';
import { parseJson } from '#core/validation.ts';

/** Among the sources it is TypeScript; bundled, it lies beside the program that starts it. */
const program = fileURLToPath(new URL(`./scan-program${extname(import.meta.filename)}`, import.meta.url));
const flags = ['--max-old-space-size=1536', '--disable-warning=ExperimentalWarning'];
const mostOutput = 64 * 1024 * 1024;
const foreseen = 2;
/** Characters: a failure becomes a part of the result of a scan, in which a sentence has at most 1,000. */
const longestReason = 800;

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
  // Of a process that is ended nobody else would remove what it wrote.
  const scratch = await mkdtemp(join(tmpdir(), 'ironclaw-scan-'));
  try {
    const text = await outputOf([...flags, program, folder, String(most)], { scratch, timeout });
    return parseJson(StaticScan, text, 'the result of the scan', 'scan/invalid-result');
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function outputOf(
  command: readonly string[],
  { scratch, timeout }: { readonly scratch: string; readonly timeout: number },
): Promise<string> {
  const env = { TMPDIR: scratch };
  const options = { env, timeout, killSignal: 'SIGKILL', maxBuffer: mostOutput } as const;
  return new Promise((resolve, reject) =>
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failureOf(error, stderr.trim(), timeout));
    }),
  );
}

function failureOf(cause: ExecFileException, said: string, timeout: number): DomainError {
  if (cause.code === foreseen)
    return new InvalidInput(said.slice(0, longestReason), { code: 'scan/refused', cause });
  if (cause.killed)
    return new Unavailable(`the scan took longer than ${timeout / second} s and was ended.`, {
      code: 'scan/too-slow',
      cause,
    });
  const reason = said.split('\n').at(-1) || (cause.signal ?? cause.message);
  return new Unavailable(`the scan crashed: ${reason.slice(0, longestReason)}`, {
    code: 'scan/crashed',
    cause,
  });
}
