import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { median } from '#core/numbers/median.ts';
import { functionAccess } from '#lib/access/function-access.ts';
import { forNode, root } from '#lib/bundle/build-options.ts';
import { bundleFunction } from '#lib/bundle/bundle-function.ts';
import type { BenchmarkTable } from './benchmark-result.ts';

const rounds = 3;
/** The bare client is measured again after this many functions, because the machine's load changes over time. */
const bareEvery = 4;

const hotPath = ['api/submit-feedback', 'api/recommend-model', 'api/record-metrics'];
const limitOf = (entry: string) => (hotPath.includes(entry) ? 1.25 : 1.6);

/** The minimum that every function that reads a record needs. */
const bareClient = `
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = (key) => client.send(new GetCommand(key));
`;

interface Start {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly lazyBytes: number;
  /** Milliseconds of CPU time to import it, one per round. */
  readonly cpu: number[];
}

/** Size and CPU time of each function's cold start, compared with a bare document client in a plain bundle. */
export async function measure(): Promise<BenchmarkTable> {
  const folder = await mkdtemp(join(tmpdir(), 'ironclaw-bench-'));
  try {
    const bare = await bundleBare(folder);
    const starts = await Promise.all(Object.keys(functionAccess).map((entry) => bundled(folder, entry)));
    for (let round = 0; round < rounds; round += 1)
      for (const [i, start] of starts.entries()) {
        if (i % bareEvery === 0) bare.cpu.push(await importCpu(bare.file));
        start.cpu.push(await importCpu(start.file));
      }
    return tableOf(starts, bare);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundleBare(folder: string): Promise<Start> {
  const file = join(folder, 'bare.mjs');
  const stdin = { contents: bareClient, resolveDir: root };
  const { metafile } = await build({ ...forNode, stdin, outfile: file, metafile: true });
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  return { name: 'bare document client', file, bytes, lazyBytes: 0, cpu: [] };
}

async function bundled(folder: string, entry: string): Promise<Start> {
  const { folder: bundle, startBytes, lazyBytes } = await bundleFunction(entry, join(folder, entry));
  return { name: entry, file: join(bundle, 'index.mjs'), bytes: startBytes, lazyBytes, cpu: [] };
}

/** Milliseconds of CPU time that importing takes, measured in a separate process. */
async function importCpu(file: string): Promise<number> {
  const program = `
    const before = process.cpuUsage();
    await import(${JSON.stringify(file)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    env: { AWS_REGION: 'us-east-1' },
  });
  return Number(stdout);
}

const medianOf = (values: readonly number[]): number => median(values) ?? Number.NaN;
const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} KB`;

function tableOf(starts: readonly Start[], bare: Start): BenchmarkTable {
  const bareCpu = medianOf(bare.cpu);
  const rows = starts
    .map((start) => {
      const size = start.bytes / bare.bytes;
      const cpu = medianOf(start.cpu) / bareCpu;
      return { start, size, cpu, isOver: Math.max(size, cpu) > limitOf(start.name) };
    })
    .sort((a, b) => Math.max(b.size, b.cpu) - Math.max(a.size, a.cpu));
  return {
    title:
      `cold starts, compared with a bare document client (${kilobytes(bare.bytes)}, ${bareCpu.toFixed(0)} ms of CPU ` +
      `time to import, median of ${bare.cpu.length}); limits: 1.25x on the hot path (marked *), 1.6x elsewhere`,
    columns: ['function', 'size', 'CPU', 'loaded', 'lazily', 'import', ''],
    rows: rows.map(({ start, size, cpu, isOver }) => [
      `${start.name}${hotPath.includes(start.name) ? ' *' : ''}`,
      `${size.toFixed(2)}x`,
      `${cpu.toFixed(2)}x`,
      kilobytes(start.bytes),
      kilobytes(start.lazyBytes),
      `${medianOf(start.cpu).toFixed(0)} ms`,
      isOver ? 'OVER THE LIMIT' : '',
    ]),
    isWithinLimits: rows.every(({ isOver }) => !isOver),
  };
}
