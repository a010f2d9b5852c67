import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReports } from '#sandbox/verify/test-reports/read-reports.ts';
import { temporaryFolder } from '../../support/kiosk.ts';

const xml = (name: string) => `<testsuites><testcase name="${name}"/></testsuites>`;
const namesAt = async (path: string) => (await readReports(path))?.map((test) => test.path.join());

describe('the reports at a path', () => {
  it('may be one file', async () => {
    const path = join(temporaryFolder(), 'report');
    writeFileSync(path, xml('t'));
    expect(await namesAt(path)).toEqual(['t']);
  });

  it('may be several files of a folder, of several formats', async () => {
    const path = temporaryFolder();
    mkdirSync(join(path, 'more'));
    writeFileSync(join(path, 'b.xml'), xml('in XML'));
    writeFileSync(join(path, 'more', 'a.tap'), 'ok 1 - in TAP\n1..1');
    writeFileSync(join(path, 'notes.txt'), 'no report');
    expect(await namesAt(path)).toEqual(['in XML', 'in TAP']);
  });

  it('are null if there are none', async () => {
    const path = temporaryFolder();
    expect(await readReports(path)).toBeNull();
    expect(await readReports(join(path, 'nothing'))).toBeNull();
  });

  it('are read through no link', async () => {
    const path = temporaryFolder();
    writeFileSync(join(path, 'a.xml'), xml('elsewhere'));
    symlinkSync(path, join(path, 'folder'));
    symlinkSync(join(path, 'a.xml'), join(path, 'file'));
    expect(await readReports(join(path, 'folder'))).toBeNull();
    expect(await readReports(join(path, 'file'))).toBeNull();
  });

  it('are refused if one of them cannot be read, or they are too large together', async () => {
    const path = temporaryFolder();
    writeFileSync(join(path, 'a.xml'), '<testsuites>');
    await expect(readReports(path)).rejects.toThrow('has no end');
    writeFileSync(join(path, 'a.xml'), Buffer.alloc(33 * 1024 ** 2));
    await expect(readReports(path)).rejects.toThrow('more than 32 MiB together');
  });
});
