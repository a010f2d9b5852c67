import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isAlive } from '#sandbox/isolation/processes.ts';
import { openSandbox } from '#sandbox/isolation/sandbox.ts';
import { makeWorkFolder, removeFolder } from '#sandbox/isolation/work-folder.ts';
import { until } from '../../../support/until.ts';
import { containerIsHere, withoutContainer } from '../support/container-here.ts';
import { makeKiosk, temporaryFolder } from '../support/kiosk.ts';

async function open(closed: readonly string[] = []) {
  const work = await makeWorkFolder();
  onTestFinished(() => removeFolder(work));
  const boxes = await openSandbox({ isolation: 'container', dependencies: null, work, closed });
  onTestFinished(() => boxes.close());
  return { ...boxes, work };
}

/** Runs a Node program, given as text; its function `attempt` prints the outcome of an attempt. */
async function runProgram({ run }: Awaited<ReturnType<typeof open>>, program: string): Promise<string> {
  const prelude = `
    import * as fs from 'node:fs';
    const attempt = (what) => { try { what(); console.log('done'); } catch (error) { console.log(error.code); } };`;
  const tree = makeKiosk({ 'program.mjs': prelude + program });
  const { output } = await run({ tree, line: 'node program.mjs', environment: (out) => ({ OUT: out }) });
  return output;
}

describe.skipIf(!containerIsHere)(`a command in a container (skipped where ${withoutContainer})`, () => {
  it("can neither read the judge's environment and memory, nor end it", async () => {
    const output = await runProgram(
      await open(),
      `attempt(() => fs.readFileSync('/proc/${process.pid}/environ'));
       attempt(() => fs.openSync('/proc/${process.pid}/mem'));
       attempt(() => process.kill(${process.pid}, 'SIGKILL'));`,
    );
    expect(output).toBe('EACCES\nEACCES\nEPERM\n');
  });

  it("neither reads nor writes the job's folder, and writes nowhere else in the work folder", async () => {
    const job = temporaryFolder();
    chmodSync(job, 0o755);
    writeFileSync(join(job, 'report.json'), 'the report');
    const boxes = await open([job]);
    const output = await runProgram(
      boxes,
      `attempt(() => fs.readFileSync('${job}/report.json'));
       attempt(() => fs.writeFileSync('${job}/report.json', 'forged'));
       attempt(() => fs.writeFileSync('${boxes.work}/written', ''));
       attempt(() => fs.readdirSync('${boxes.work}'));
       attempt(() => fs.writeFileSync(process.env.OUT + '/written', ''));
       attempt(() => fs.writeFileSync('written', ''));`,
    );
    expect(output).toBe('EACCES\nEACCES\nEACCES\nEACCES\ndone\ndone\n');
    expect(readFileSync(join(job, 'report.json'), 'utf8')).toBe('the report');
  });

  it('has no capability, and cannot gain one', async () => {
    const output = await runProgram(
      await open(),
      "console.log(fs.readFileSync('/proc/self/status', 'utf8').match(/CapBnd.*|NoNewPrivs.*|Groups.*/g).join());",
    );
    expect(output.replaceAll(/\s+/g, ' ')).toMatch(/^Groups: ?,CapBnd: 0{16},NoNewPrivs: 1 $/);
  });

  it('cannot touch the processes or files of another command', async () => {
    const boxes = await open();
    const other = await boxes.start({
      tree: makeKiosk(),
      line: 'echo $$ > "$NOTE"; sleep 60',
      environment: (out) => ({ NOTE: join(out, 'pid') }),
    });
    const note = join(other.out, 'pid');
    const pid = await until('the other runs', () => existsSync(note) && Number(readFileSync(note, 'utf8')));
    const output = await runProgram(
      boxes,
      `attempt(() => process.kill(${pid}, 'SIGKILL'));
       attempt(() => fs.readdirSync('/proc/${pid}/cwd'));
       attempt(() => fs.readdirSync('${other.out}'));`,
    );
    expect(output).toBe('EPERM\nEACCES\nEACCES\n');
  });

  it('leaves no process behind, even a hidden one', async () => {
    const boxes = await open();
    const line =
      'mkfifo told; env -i setsid sh -c "echo \\$\\$; echo > told; exec sleep 60 > /dev/null 2>&1" & cat told';
    const { output } = await boxes.run({ tree: makeKiosk(), line });
    expect(Number(output)).toBeGreaterThan(1);
    await until('it has ended', () => !isAlive(Number(output)));
  });
});

it('a container is refused if we are not root, and the error says what to do', async () => {
  const asked = vi.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(1000);
  onTestFinished(() => asked.mockRestore());
  await expect(open()).rejects.toMatchObject({
    code: 'sandbox/no-container-user',
    message: expect.stringContaining("run the job as the container's root"),
  });
});
