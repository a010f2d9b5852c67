import { existsSync, mkdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeWorkFolder, removeFolder } from '#sandbox/isolation/work-folder.ts';

// Larger than any process number.
const dead = 99_999_999;
const namespace = (text: string) => Number(/\d+/.exec(text)?.[0]).toString(36);

it.skipIf(process.platform !== 'linux')(
  'removes the folders that dead processes left, but none of another container, whose processes cannot be seen',
  async () => {
    const named = (where: string) => join(tmpdir(), `ironclaw-sandbox-${dead}-${where}-aBcDeF`);
    const abandoned = named(namespace(readlinkSync('/proc/self/ns/pid')));
    const elsewhere = named(namespace('pid:[1]'));
    for (const folder of [abandoned, elsewhere]) mkdirSync(folder);
    removeFolder(await makeWorkFolder());
    expect([abandoned, elsewhere].map(existsSync)).toEqual([false, true]);
    removeFolder(elsewhere);
  },
);
