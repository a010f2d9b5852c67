import { existsSync, mkdtempSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeWorkFolder, removeFolder } from '#sandbox/isolation/work-folder.ts';

// Larger than any process number.
const dead = 99_999_999;
const namespace = (text: string) => Number(/\d+/.exec(text)?.[0]).toString(36);

function folderOfDead(where: string): string {
  const folder = mkdtempSync(join(tmpdir(), `ironclaw-sandbox-${dead}-${where}-`));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

it.skipIf(process.platform !== 'linux')(
  'removes the folders that dead processes left, but none of another container, whose processes cannot be seen',
  async () => {
    const abandoned = folderOfDead(namespace(readlinkSync('/proc/self/ns/pid')));
    const elsewhere = folderOfDead(namespace('pid:[1]'));
    removeFolder(await makeWorkFolder());
    expect([abandoned, elsewhere].map(existsSync)).toEqual([false, true]);
  },
);
