import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { quantile } from '#core/numbers/quantile.ts';
import { functionAccess } from '#lib/access/functions.ts';
import { forNode, root } from '#lib/bundle/build-options.ts';
import { bundleFunction } from '#lib/bundle/bundle-function.ts';
import type { BenchmarkTable } from './benchmark-result.ts';

const rounds = 3;
/** The bare client is started once more after so many functions: the machine is not the same a minute later. */
const bareEvery = 4;

const hotPath = ['api/submit-feedback', 'api/recommend-model', 'api/record-metrics'];
const limitOf = (entry: string) => (hotPath.includes(entry) ? 1.25 : 1.6);

/** What every function that reads a record needs at the least. */
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
  /** Milliseconds of CPU that importing it took, one a round. */
  readonly cpu: number[];
}

/** What a cold start of each function loads and computes, against a bare document client bundled the plain way. */
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
  const { folder: place, startBytes, lazyBytes } = await bundleFunction(entry, join(folder, entry));
  return { name: entry, file: join(place, 'index.mjs'), bytes: startBytes, lazyBytes, cpu: [] };
}

/** In a process of its own, from before the import to its end. */
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

const median = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} KB`;

function tableOf(starts: readonly Start[], bare: Start): BenchmarkTable {
  const bareCpu = median(bare.cpu);
  const rows = starts
    .map((start) => {
      const size = start.bytes / bare.bytes;
      const cpu = median(start.cpu) / bareCpu;
      return { start, size, cpu, isOver: Math.max(size, cpu) > limitOf(start.name) };
    })
    .sort((a, b) => Math.max(b.size, b.cpu) - Math.max(a.size, a.cpu));
  return {
    title:
      `cold starts, against a bare document client (${kilobytes(bare.bytes)}, ${bareCpu.toFixed(0)} ms of CPU to ` +
      `import, median of ${bare.cpu.length}): at most 1.25 times on the hot path, marked *, and 1.6 elsewhere`,
    columns: ['function', 'size', 'CPU', 'loaded', 'lazily', 'import', ''],
    rows: rows.map(({ start, size, cpu, isOver }) => [
      `${start.name}${hotPath.includes(start.name) ? ' *' : ''}`,
      `${size.toFixed(2)} times`,
      `${cpu.toFixed(2)} times`,
      kilobytes(start.bytes),
      kilobytes(start.lazyBytes),
      `${median(start.cpu).toFixed(0)} ms`,
      isOver ? 'OVER THE LIMIT' : '',
    ]),
    isWithinLimits: rows.every(({ isOver }) => !isOver),
  };
}
