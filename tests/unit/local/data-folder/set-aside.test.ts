import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markSeen, setAsideSeen } from '#local/data-folder/set-aside.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const now = new Date('2026-01-02T03:04:05.678Z');

function folderWithData(): string {
  const root = temporaryFolder();
  writeFileSync(join(root, 'learning.db'), 'the records');
  writeFileSync(join(root, 'lock'), '1');
  return root;
}

test('data of an unfinished loop stays in place', () => {
  const root = folderWithData();

  expect(setAsideSeen(root, now)).toBeNull();
  expect(readdirSync(root).sort()).toEqual(['learning.db', 'lock']);
});

test('data of a finished loop is moved completely, and the lock stays', () => {
  const root = folderWithData();
  markSeen(root);

  const target = setAsideSeen(root, now) ?? '';

  expect(target).toBe(join(root, 'earlier', '2026-01-02T03-04-05-678Z'));
  expect(readFileSync(join(target, 'learning.db'), 'utf8')).toBe('the records');
  expect(readdirSync(root).sort()).toEqual(['earlier', 'lock']);
});

test('data that was set aside before is kept beside it', () => {
  const root = folderWithData();
  markSeen(root);
  const first = setAsideSeen(root, now) ?? '';
  writeFileSync(join(root, 'learning.db'), 'newer records');
  markSeen(root);

  const second = setAsideSeen(root, new Date('2026-01-03T00:00:00.000Z')) ?? '';

  expect(readFileSync(join(first, 'learning.db'), 'utf8')).toBe('the records');
  expect(readFileSync(join(second, 'learning.db'), 'utf8')).toBe('newer records');
});

test('an interrupted move is continued', () => {
  const root = folderWithData();
  markSeen(root);
  setAsideSeen(root, now);
  // As if the process had died before it moved the mark.
  writeFileSync(join(root, 'keys.json'), '{}');
  markSeen(root);

  const target = setAsideSeen(root, now) ?? '';

  expect(readdirSync(target).sort()).toEqual(['keys.json', 'learning.db', 'loop-seen']);
  expect(existsSync(join(root, 'loop-seen'))).toBe(false);
});
