import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is removed after the test. */
export function temporaryFolder(name = 'ironclaw'): string {
  const folder = keptFolder(name);
  // A process that was just killed may still be writing to it.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A folder that the caller removes. */
export function keptFolder(name = 'ironclaw'): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `${name}-test-`)));
}
