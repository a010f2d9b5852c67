import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scanInProcess } from '#adapters/static-analysis/scan-in-process.ts';
import { InvalidInput, Unavailable } from '#core/errors.ts';
import { StaticScan } from '#core/performance/findings/static-finding.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a scan in a process of its own has the same result', async () => {
  const folder = temporaryFolder('scan');
  writeFileSync(join(folder, 'a.js'), 'export async function f(x) {\n  while (x) x = await g(x);\n}\n');
  const { findings } = await scanInProcess(folder, { timeout: 60_000, most: 10 });
  expect(findings).toMatchObject([{ rule: 'no-await-in-loop', line: 2 }]);
});

test('a folder that cannot be scanned is refused with the same sentence', async () => {
  const scan = scanInProcess(join(temporaryFolder('scan'), 'nowhere'), { timeout: 60_000, most: 10 });
  await expect(scan).rejects.toThrow(InvalidInput);
  await expect(scan).rejects.toThrow(/^there is no folder .*nowhere\.$/);
});

test('a failure fits into the result of a scan, however much was written about it', async () => {
  const folder = join(temporaryFolder('scan'), ...Array(8).fill('n'.repeat(200)));
  const failure = await scanInProcess(folder, { timeout: 60_000, most: 10 }).catch((error: Error) => error);
  const failures = [(failure as Error).message];
  const scan = { findings: [], notListed: 0, files: 0, lines: 0, leftOut: [], failures };
  expect(StaticScan.safeParse(scan).success).toBe(true);
});

test('a scan that takes too long is ended', async () => {
  const scan = scanInProcess(temporaryFolder('scan'), { timeout: 1, most: 10 });
  await expect(scan).rejects.toThrow(Unavailable);
  await expect(scan).rejects.toThrow('longer than 0.001 s');
});
