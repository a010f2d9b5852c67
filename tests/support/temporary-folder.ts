import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed after the test. */
export function temporaryFolder(name = 'ironclaw'): string {
  const folder = keptFolder(name);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder that the caller removes. */
export function keptFolder(name = 'ironclaw'): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `${name}-test-`)));
}
