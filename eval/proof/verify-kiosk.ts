import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { VerifyJob } from '#core/improvements/jobs.ts';
import { Manifest } from '#core/service/manifest.ts';
import { inWorkFolder } from '#sandbox/isolation/work-folder.ts';
import { verify } from '#sandbox/verify/verify.ts';

const kiosk = fileURLToPath(new URL('../../tests/fixtures/kiosk', import.meta.url));
/** The file with the kiosk's slow function. */
export const totalsPath = 'src/totals.ts';

export const readTotals = (): Promise<string> => readFile(join(kiosk, totalsPath), 'utf8');

interface KioskOptions {
  /** How long the kiosk's tests take, about. */
  readonly testSeconds: number;
  readonly seed: number;
}

/** The whole verification of another source for the kiosk's slow function: a service with tests and recorded requests. */
export function verifyKiosk(totals: string, options: KioskOptions): Promise<VerificationReport> {
  return inWorkFolder(async (folder) => verify(folder, await fillFolder(folder, totals, options)));
}

async function fillFolder(
  folder: string,
  totals: string,
  { testSeconds, seed }: KioskOptions,
): Promise<VerifyJob> {
  const base = join(folder, 'service');
  await cp(kiosk, base, { recursive: true });
  await mkdir(join(base, 'test'), { recursive: true });
  await writeFile(join(base, 'test', 'slow.check.ts'), testOf(testSeconds));
  const patch = createTwoFilesPatch(`a/${totalsPath}`, `b/${totalsPath}`, await readTotals(), totals);
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
    improvementId: 'kiosk',
    candidateHash: createHash('sha256').update(patch).digest('hex'),
    rivals: [],
    baseCommit: 'a'.repeat(40),
    manifest: { ...manifest, replay: { ignore: ['at'], headers: {} } },
    endpoint: 'GET /totals',
    dependencies: null,
    packages: false,
    node: null,
    isolation: 'bubblewrap',
    flakyTests: [],
    seed,
  };
}

const testOf = (seconds: number): string => `import test from 'node:test';
import { setTimeout } from 'node:timers/promises';
test('takes its time', () => setTimeout(${seconds * 1_000}));
`;
