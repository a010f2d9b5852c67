import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { accept, hang, openCollector } from './collector.ts';

const program = `${import.meta.dirname}/programs/nothing-else.ts`;

async function millisecondsToEnd(url: string): Promise<number> {
  const began = performance.now();
  await promisify(execFile)(process.execPath, ['--no-warnings', program, url], { timeout: 15_000 });
  return performance.now() - began;
}

test('a process with nothing but a recorder ends by itself', async () => {
  const collector = await openCollector(accept);
  expect(await millisecondsToEnd(collector.url)).toBeLessThan(8_000);
  expect(collector.measurements()).toMatchObject([{ endpoint: 'GET /once', status: 200 }]);
  collector.close();
});

test('it ends even while a collector does not respond', async () => {
  const collector = await openCollector(hang);
  expect(await millisecondsToEnd(collector.url)).toBeLessThan(8_000);
  expect(collector.received).toHaveLength(1);
  collector.close();
});

test('it ends even while it is taking a long profile', async () => {
  const collector = await openCollector((res) => void res.end('{"accepted":1,"profile":{"seconds":60}}'));
  expect(await millisecondsToEnd(collector.url)).toBeLessThan(8_000);
  collector.close();
});
