import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fastTotals, makeRepository, makeVerifyJob, patchOf } from './support/kiosk.ts';
import { startJob } from './support/release-job.ts';

async function run(job: object, files: Record<string, string> = {}) {
  const { folder, child } = startJob(job, files);
  const [said, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')]);
  return { folder, code, said };
}

describe('the sandbox program', () => {
  it('runs a job and exits with 0', async () => {
    const { folder, code } = await run({ job: 'scan', repository: makeRepository(), branch: 'main' });
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'out/source.tar'))).toBe(true);
  });

  it('exits with 0 if a candidate fails: the job was done', async () => {
    const { folder: inputs, job } = makeVerifyJob({
      job: { isolation: 'process', candidateHash: '0'.repeat(64) },
    });
    const files = Object.fromEntries(
      ['candidate.patch', 'requests.jsonl'].map((name) => [name, readFileSync(join(inputs, name), 'utf8')]),
    );
    const started = startJob(job, {
      ...files,
      'source.tar': readFileSync(join(inputs, 'source.tar'), 'latin1'),
    });
    expect(await once(started.child, 'exit')).toEqual([0, null]);
    expect(JSON.parse(readFileSync(join(started.folder, 'out/report.json'), 'utf8')).outcome).toBe('failed');
  });

  it('exits with 1 and one sentence if the job cannot be done', async () => {
    const scan = await run({ job: 'scan', repository: makeRepository(), branch: 'trunk' });
    expect(scan).toMatchObject({ code: 1, said: 'The repository has no branch "trunk".\n' });
    const unknown = await run({ job: 'bake' });
    expect(unknown.code).toBe(1);
    expect(unknown.said).toMatch(/^job\.json is not valid: .*\n$/);
    for (const { folder, said } of [scan, unknown])
      expect(readFileSync(join(folder, 'out/error.txt'), 'utf8')).toBe(said);
  });

  it('says last what nobody foresaw, behind its stack', async () => {
    const { code, said, folder } = await run(
      { job: 'scan', repository: makeRepository(), branch: 'main' },
      { 'out/source.tar/in-the-way': '' },
    );
    expect(code).toBe(1);
    expect(said).toMatch(/\n {4}at /);
    expect(`${said.trim().split('\n').at(-1)}\n`).toBe(readFileSync(join(folder, 'out/error.txt'), 'utf8'));
  });

  it('removes the reason of a failure after a success', async () => {
    const job = { job: 'scan', repository: makeRepository(), branch: 'main' };
    const { code, folder } = await run(job, { 'out/error.txt': 'The network was down.' });
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'out/error.txt'))).toBe(false);
  });

  it('leaves no process and no file behind if it is told to stop', async () => {
    const { folder: inputs, job } = makeVerifyJob({
      patch: patchOf(`for (;;) Math.random();\n${fastTotals}`),
      job: { isolation: 'process' },
    });
    const { child } = startJob(job, {
      'candidate.patch': readFileSync(join(inputs, 'candidate.patch'), 'utf8'),
      'requests.jsonl': '',
      'source.tar': readFileSync(join(inputs, 'source.tar'), 'latin1'),
    });
    const mine = () =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`ironclaw-sandbox-${child.pid}-`));
    for (let i = 0; i < 100 && processesIn(mine()[0] ?? 'nowhere').length === 0; i += 1) await delay(50);
    const work = mine()[0] ?? 'nowhere';
    expect(processesIn(work).length).toBeGreaterThan(0);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([1, null]);
    await delay(200);
    expect(processesIn(work)).toEqual([]);
    expect(mine()).toEqual([]);
  });
});

/** Processes whose environment marks them as part of the execution with this folder. */
function processesIn(folder: string): number[] {
  const numbers = existsSync('/proc') ? readdirSync('/proc').map(Number).filter(Number.isInteger) : [];
  return numbers.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`/${folder}/`);
    } catch {
      return false;
    }
  });
}
