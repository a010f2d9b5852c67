import { expect, test } from 'vitest';
import { keepStaticFindings, readStaticFindings } from '#core/improvements/opportunity/static-findings.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { memoryArtifacts } from '../../../../support/memory-artifacts.ts';

const scan = {
  commit: 'a'.repeat(40),
  findings: [],
  notListed: 0,
  files: 3,
  lines: 9,
  leftOut: [],
  failures: [],
};

test('the latest scan of a service is kept', async () => {
  const artifacts = memoryArtifacts();
  for (const attempt of [1, 2]) {
    await artifacts.write(
      `jobs/scan/shop-1/${attempt}/out/static-findings.json`,
      JSON.stringify({ ...scan, files: attempt }),
    );
    await keepStaticFindings(anImprovement({ id: 'shop-1', service: 'shop', attempt }), artifacts);
  }
  expect(await readStaticFindings('shop', artifacts)).toEqual({ ...scan, files: 2 });
});

test('a service that was never scanned has none', async () => {
  expect(await readStaticFindings('shop', memoryArtifacts())).toBeNull();
});

test('a scan of an earlier version, which looked for none, leaves the latest ones', async () => {
  const artifacts = memoryArtifacts();
  await artifacts.write('services/shop/static-findings.json', JSON.stringify(scan));
  await keepStaticFindings(anImprovement({ id: 'shop-1', service: 'shop' }), artifacts);
  expect(await readStaticFindings('shop', artifacts)).toEqual(scan);
});

test('what is no result of a scan is refused', async () => {
  const artifacts = memoryArtifacts();
  await artifacts.write('services/shop/static-findings.json', '{"findings": "none"}');
  await expect(readStaticFindings('shop', artifacts)).rejects.toThrow(
    'the file of static findings is not valid',
  );
});
