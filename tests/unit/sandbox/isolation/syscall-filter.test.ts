import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conditionalCalls, deniedCalls } from '#sandbox/isolation/denied-calls.ts';
import { syscallFilter } from '#sandbox/isolation/syscall-filter.ts';
import { runProgram } from '../support/boxes.ts';
import { bubblewrapIsHere } from '../support/bubblewrap-here.ts';

const column = process.arch === 'arm64' ? 1 : 0;
const perl = '/usr/bin/perl';
const isPossible = bubblewrapIsHere && existsSync(perl) && syscallFilter(process.arch) !== null;

const errors = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 };

/** Makes each system call in a box, by Perl, and returns the error number of each; 0 if it succeeded. */
async function errorsOf(calls: readonly (readonly [number, ...number[]])[]): Promise<number[]> {
  const statements = calls.map(
    (call) => `$! = 0; print syscall(${call.join(', ')}) == -1 ? $! + 0 : 0, "\\n";`,
  );
  const files = { 'calls.pl': statements.join('\n') };
  const { output } = await runProgram('bubblewrap', '', { files, line: `${perl} calls.pl` });
  return output.trim().split('\n').map(Number);
}

describe('the filter of system calls', () => {
  it('is a program of whole instructions, short enough for every jump and for the kernel', () => {
    for (const machine of ['x64', 'arm64']) {
      const program = syscallFilter(machine);
      expect((program?.length ?? 1) % 8).toBe(0);
      expect((program?.length ?? 0) / 8).toBeLessThan(4_096);
    }
  });

  it('has each number once, for each machine', () => {
    const all = [...Object.values(deniedCalls).flatMap(Object.values), ...Object.values(conditionalCalls)];
    for (const machine of [0, 1]) {
      const numbers = all.map((call) => call[machine]).filter((number) => number !== null);
      expect(new Set(numbers).size).toBe(numbers.length);
    }
  });

  it('does not exist for a machine whose numbers are not listed', () => {
    expect(syscallFilter('riscv64')).toBeNull();
  });
});

describe.skipIf(!isPossible)('in a box (skipped without bubblewrap or Perl)', () => {
  const calls = Object.values(deniedCalls)
    .flatMap((group) => Object.entries(group))
    .filter(([, numbers]) => numbers[column] !== null);

  it('each denied call fails', async () => {
    const found = await errorsOf(calls.map(([, numbers]) => [numbers[column] ?? 0, 0, 0, 0, 0, 0]));
    const failed = calls.map(([name], i) => [name, found[i]]);
    expect(failed).toEqual(calls.map(([name]) => [name, errors.EPERM]));
  });

  it('what some arguments would do fails, and the rest works', async () => {
    const { clone, clone3, ioctl, socket, shmget } = conditionalCalls;
    const newUser = 0x1000_0000;
    const found = await errorsOf([
      [clone[column], newUser, 0, 0, 0, 0],
      [clone3[column], 0, 0],
      [ioctl[column], 0, 0x5412, 0],
      [socket[column], 40, 1, 0],
      [socket[column], 38, 5, 0],
      [socket[column], 1, 1, 0],
      [socket[column], 2, 1, 0],
      [shmget[column], 0, 16 * 1024 ** 2, 0o1600],
      [shmget[column], 0, 2 ** 32, 0o1600],
      [shmget[column], 0, 4_096, 0o1600],
    ]);
    const { EPERM, ENOSYS, EAFNOSUPPORT } = errors;
    expect(found.slice(0, 7)).toEqual([EPERM, ENOSYS, EPERM, EAFNOSUPPORT, EAFNOSUPPORT, 0, 0]);
    expect(found.slice(7, 9)).toEqual([EPERM, EPERM]);
    // The answer is the segment's id, not an error.
    expect(found[9]).toBe(0);
  });

  it.skipIf(process.arch !== 'x64')('the calls of another architecture are none', async () => {
    expect(await errorsOf([[0x4000_0000 + 39], [39]])).toEqual([errors.ENOSYS, 0]);
  });

  it('a program cannot make a namespace', async () => {
    const { code, output } = await runProgram('bubblewrap', '', { line: 'unshare --user true' });
    expect(code).not.toBe(0);
    expect(output).toContain('Operation not permitted');
  });

  it('Node, its threads, its child processes, its sockets and its tests still work', async () => {
    const program = `
      import { execFileSync } from 'node:child_process';
      import { readFile, writeFile } from 'node:fs/promises';
      import { createServer } from 'node:http';
      import { networkInterfaces, tmpdir } from 'node:os';
      import { Worker } from 'node:worker_threads';
      const worker = new Worker("require('node:worker_threads').parentPort.postMessage(1 + 1)", { eval: true });
      console.log(await new Promise((done) => worker.once('message', done)));
      console.log(execFileSync('sh', ['-c', 'echo child']).toString().trim());
      await writeFile(tmpdir() + '/file', 'file');
      console.log(await readFile(tmpdir() + '/file', 'utf8'), Object.keys(networkInterfaces())[0]);
      const server = createServer((_, response) => response.end('served')).listen(0, '127.0.0.1', async () => {
        console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text());
        server.close();
      });`;
    const line = 'node program.mjs && node --test --test-reporter=tap test/*.check.ts | grep "^# pass"';
    const { output } = await runProgram('bubblewrap', program, { line });
    expect(output).toBe('2\nchild\nfile lo\nserved\n# pass 2\n');
  });
});
