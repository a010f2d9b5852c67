import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderSize } from '#sandbox/isolation/folder-size.ts';
import { openBoxes, runProgram } from '../support/boxes.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../support/bubblewrap-here.ts';
import { makeKiosk } from '../support/kiosk.ts';

const megabyte = 1024 ** 2;
const waiting = 'setInterval(() => {}, 1_000);';

describe.skipIf(!bubblewrapIsHere)(`the limits of a box (skipped where ${withoutBubblewrap})`, () => {
  it.each(['.', '/tmp', '/dev/shm'])('count files in %s as memory', async (folder) => {
    const program = `
      import { appendFileSync } from 'node:fs';
      const piece = Buffer.alloc(5e6, 1);
      for (let i = 0; i < 50; i++) appendFileSync('${folder}/big', piece); ${waiting}`;
    const { killed } = await runProgram('bubblewrap', program, {
      limits: { seconds: 30, memory: 200 * megabyte },
    });
    expect(killed).toBe('killed: used more than 200 MB of memory');
  });

  it('count files that have no name any more', async () => {
    const program = `
      import { openSync, unlinkSync, writeSync } from 'node:fs';
      const file = openSync(process.env.OUT + '/gone', 'w');
      unlinkSync(process.env.OUT + '/gone');
      const megabyte = Buffer.alloc(1e6, 1);
      for (let i = 0; i < 40; i++) writeSync(file, megabyte); ${waiting}`;
    const { killed } = await runProgram('bubblewrap', program, {
      limits: { seconds: 30, disk: 20 * megabyte },
    });
    expect(killed).toBe('killed: wrote more than 20 MB');
  });

  it('count files too deep for any path, which can be removed afterwards', async () => {
    const program = `
      import { mkdirSync, writeFileSync } from 'node:fs';
      process.chdir(process.env.OUT);
      for (let i = 0; i < 100; i++) { mkdirSync('x'.repeat(200)); process.chdir('x'.repeat(200)); }
      writeFileSync('big', Buffer.alloc(40e6, 1)); ${waiting}`;
    const { killed } = await runProgram('bubblewrap', program, {
      limits: { seconds: 30, disk: 20 * megabyte },
    });
    expect(killed).toBe('killed: wrote more than 20 MB');
  });

  it('count files that are empty', async () => {
    const program = `
      import { writeFileSync } from 'node:fs';
      for (let i = 0; i < 20_000; i++) writeFileSync('/tmp/' + i, ''); ${waiting}`;
    const { killed } = await runProgram('bubblewrap', program, { limits: { seconds: 30, files: 10_000 } });
    expect(killed).toBe('killed: made more than 10000 files');
  });

  it('count threads', async () => {
    const program = `
      import { Worker } from 'node:worker_threads';
      for (let i = 0; i < 30; i++) new Worker('setInterval(() => {}, 1000)', { eval: true });`;
    const { killed } = await runProgram('bubblewrap', program, { limits: { seconds: 30, threads: 30 } });
    expect(killed).toBe('killed: more than 30 threads');
  });

  it('leave the results readable, without links, pipes and what is too deep', async () => {
    const boxes = await openBoxes('bubblewrap');
    const line = `cd "$OUT" && echo report > junit.xml && mkdir coverage && echo 1 > coverage/1.json &&
      ln -s /etc/passwd link && mkfifo pipe && mkdir -p a/b/c/d/e/f/g/h/i/j && echo deep > a/b/c/d/e/f/g/h/i/j/deep`;
    const { code, out } = await boxes.run({
      tree: makeKiosk(),
      line,
      environment: (folder) => ({ OUT: folder }),
    });
    expect(code).toBe(0);
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter(
      (entry) => !entry.isDirectory(),
    );
    expect(files.map(({ name }) => name).sort()).toEqual(['1.json', 'junit.xml']);
  });
});

describe.skipIf(process.platform !== 'linux')('the size of a folder', () => {
  it('includes files too deep for one path', async () => {
    const program = `
      import { mkdirSync, writeFileSync } from 'node:fs';
      process.chdir(process.env.OUT);
      for (let i = 0; i < 60; i++) { mkdirSync('x'.repeat(200)); process.chdir('x'.repeat(200)); }
      writeFileSync('big', Buffer.alloc(3e6, 1));`;
    const { out, code } = await runProgram('process', program);
    expect(code).toBe(0);
    expect(folderSize(out, 100 * megabyte)).toBeGreaterThan(3e6);
  });
});
