import { statSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRequestSample } from '#local/fleet/kept-sample.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { until } from '../../../support/until.ts';

const seen = (path: string) => ({ method: 'GET', path, contentType: undefined, body: undefined });
const rarely = 60_000;

async function fileIn(): Promise<string> {
  const folder = temporaryFolder();
  await mkdir(folder, { recursive: true });
  return join(folder, 'shop.jsonl');
}

it('keeps the requests for the next process, in a file for its own user', async () => {
  const file = await fileIn();
  const sample = await openRequestSample(file, rarely);
  sample.add(seen('/a'));
  sample.add(seen('/b'));
  await sample.close();

  const next = await openRequestSample(file, rarely);
  next.add(seen('/c'));

  expect(next.all().map(({ path }) => path)).toEqual(['/a', '/b', '/c']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await readdir(join(file, '..'))).toEqual(['shop.jsonl']);
  await next.close();
});

it('keeps them also for the successor of a process that is killed', async () => {
  const file = await fileIn();
  const killed = await openRequestSample(file, 10);
  killed.add(seen('/a'));
  await until('they are kept', async () => {
    const next = await openRequestSample(file, rarely);
    await next.close();
    return next.all().length === 1;
  });
  await killed.close();
});

it('keeps no more than the sample', async () => {
  const file = await fileIn();
  const sample = await openRequestSample(file, rarely);
  for (let i = 0; i < 3_000; i += 1) sample.add(seen(`/${i}`));
  await sample.close();

  const next = await openRequestSample(file, rarely);

  expect(next.all()).toHaveLength(2_000);
  expect(next.all()[0]).toEqual({ method: 'GET', path: '/1000' });
  await next.close();
});

it('leaves out lines that are no requests', async () => {
  const file = await fileIn();
  writeFileSync(file, '{"method":"GET","path":"/a"}\nnonsense\n{"method":"GET","pa');

  const sample = await openRequestSample(file, rarely);

  expect(sample.all()).toEqual([{ method: 'GET', path: '/a' }]);
  await sample.close();
});

it('works without them if they cannot be written, and can be stopped', async () => {
  const file = await fileIn();
  const sample = await openRequestSample(file, rarely);
  await rm(join(file, '..'), { recursive: true });
  sample.add(seen('/a'));

  await sample.close();

  expect(sample.all()).toHaveLength(1);
});
