import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { VerifyJob } from '#core/improvements/jobs.ts';
import { Manifest } from '#core/service/manifest.ts';
import { inWorkFolder } from '#sandbox/isolation/work-folder.ts';
import { verify } from '#sandbox/verify/verify.ts';
import type { BenchmarkTable } from './benchmark-result.ts';

const kiosk = fileURLToPath(new URL('../tests/fixtures/kiosk', import.meta.url));
const path = 'src/totals.ts';
const suiteSeconds = 10;
/** For the whole verification, on two processors. */
const mostSeconds = 60;

const fastTotals = `export interface Sale {
  readonly product: string;
  readonly cents: number;
}

/** What each product brought in, in the order in which the products were first sold. */
export function totalsByProduct(sales: readonly Sale[]): Record<string, number> {
  const totals = new Map<string, number>();
  for (const { product, cents } of sales) totals.set(product, (totals.get(product) ?? 0) + cents);
  return Object.fromEntries(totals);
}
`;

const slowTest = `import test from 'node:test';
import { setTimeout } from 'node:timers/promises';
test('takes its time', () => setTimeout(${suiteSeconds * 1_000}));
`;

/** Time of each gate for a faster function, in a service whose tests take about ten seconds. */
export async function measure(): Promise<BenchmarkTable> {
  const { outcome, gates, seconds } = await inWorkFolder(async (folder) =>
    verify(folder, await fillFolder(folder)),
  );
  const share = (part: number) => `${Math.round((100 * part) / seconds)} %`;
  return {
    title: `a verification of a function, in a service with tests of ${suiteSeconds} s; limit ${mostSeconds} s`,
    columns: ['gate', 'result', 'seconds', 'share'],
    rows: [
      ...gates.map((gate) => [gate.name, gate.result, gate.seconds.toFixed(1), share(gate.seconds)]),
      ['all', outcome, seconds.toFixed(1), share(seconds)],
    ],
    isWithinLimits: outcome === 'passed' && seconds < mostSeconds,
  };
}

async function fillFolder(folder: string): Promise<VerifyJob> {
  const base = join(folder, 'service');
  await cp(kiosk, base, { recursive: true });
  await mkdir(join(base, 'test'), { recursive: true });
  await writeFile(join(base, 'test', 'slow.check.ts'), slowTest);
  const before = await readFile(join(base, path), 'utf8');
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, fastTotals);
  const manifest = Manifest.parse(JSON.parse(await readFile(join(base, 'ironclaw.json'), 'utf8')));
  const requests = Array.from({ length: 12 }, (_, i) => ({
    endpoint: 'GET /totals',
    method: 'GET',
    path: `/totals?first=${i * 10}`,
  }));
  await writeFile(join(folder, 'candidate.patch'), patch);
  await writeFile(join(folder, 'requests.jsonl'), requests.map((item) => JSON.stringify(item)).join('\n'));
  await promisify(execFile)('tar', ['-cf', join(folder, 'source.tar'), '-C', base, '.']);
  return {
    job: 'verify',
    improvementId: 'bench',
    candidateHash: createHash('sha256').update(patch).digest('hex'),
    baseCommit: 'a'.repeat(40),
    manifest: { ...manifest, replay: { ignore: ['at'], headers: {} } },
    endpoint: 'GET /totals',
    dependencies: null,
    packages: false,
    isolation: 'bubblewrap',
    flakyTests: [],
    seed: 1,
  };
}
