import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchmarkTable } from './benchmark-result.ts';

const lines = 100_000;
const mostBytes = 300e6;
const rounds = 3;

const program = fileURLToPath(new URL('./rules/rules-program.ts', import.meta.url));
/** Of processor time, which other load on the machine does not change much; on an idle one it takes about as long. */
const mostSeconds = 5;
/** `npm run bench -- rules FOLDER`; without, our own code. */
const folder = process.argv[3] ?? fileURLToPath(new URL('..', import.meta.url));

interface Run {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly hits: number;
  /** Peak of the process. */
  readonly bytes: number;
}

/** Time and memory of all rules over a large code base, compared with parsing each file once. */
export async function measure(): Promise<BenchmarkTable> {
  const rows: string[][] = [];
  let isWithinLimits = true;
  for (let i = 1; i <= rounds; i += 1) {
    const parse = await runProgram('parse');
    const thread = await runProgram('thread');
    const workers = await runProgram('workers');
    isWithinLimits &&= workers.processorSeconds < mostSeconds && workers.bytes < mostBytes;
    rows.push([
      String(i),
      described(parse),
      described(thread, parse),
      described(workers, parse),
      String(workers.hits),
    ]);
  }
  return {
    title: `all rules over ${lines} lines; limits in workers: ${mostSeconds} s of processor time, ${mostBytes / 1e6} MB`,
    columns: ['round', 'parsing alone', 'rules in one thread', 'rules in workers', 'hits'],
    rows,
    isWithinLimits,
  };
}

function described({ seconds, processorSeconds, bytes }: Run, baseline?: Run): string {
  const ratio = baseline ? `${(processorSeconds / baseline.processorSeconds).toFixed(2)}x, ` : '';
  return `${ratio}${processorSeconds.toFixed(2)} s (${seconds.toFixed(2)} s passed), ${(bytes / 1e6).toFixed(0)} MB`;
}

async function runProgram(work: 'parse' | 'thread' | 'workers'): Promise<Run> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, work, folder, String(lines)]);
  return JSON.parse(stdout) as Run;
}
