import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Conflict } from '#core/errors.ts';
import { lock } from '#local/data-folder/lock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const lockFile = () => join(temporaryFolder(), 'lock');

/** A process that lives as long as the test; its command line contains `words`. */
function processNamed(...words: string[]): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)', ...words]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child.pid ?? 0;
}

test('a free folder is locked for this process, and released', () => {
  const path = lockFile();

  const unlock = lock(path);

  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  unlock();
  expect(existsSync(path)).toBe(false);
});

test('a folder of another instance is refused, with the id of its process', () => {
  const path = lockFile();
  const holder = processNamed('ironclaw');
  writeFileSync(path, String(holder));

  expect(() => lock(path)).toThrow(Conflict);
  expect(() => lock(path)).toThrow(`process ${holder} already uses this data folder`);
  expect(readFileSync(path, 'utf8')).toBe(String(holder));
});

test('a folder whose process was killed is taken over', () => {
  const path = lockFile();
  writeFileSync(path, '4194304');

  lock(path);

  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
});

test('a process id that another program has now is no lock', () => {
  const path = lockFile();
  writeFileSync(path, String(processNamed('something', 'else')));

  lock(path);

  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
});

test.each(['', 'garbage', '0', '-1', '1.5'])('a lock file with %j is no lock', (text) => {
  const path = lockFile();
  writeFileSync(path, text);

  lock(path);

  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
});
