import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureObstacle } from '#sandbox/verify/calls/capture-obstacle.ts';
import { temporaryFolder, writeFiles } from '../../support/kiosk.ts';

/** A program that says it is this version of Node. */
function nodeOf(version: string): string {
  const folder = temporaryFolder();
  writeFiles(folder, { node: `#!/bin/sh\necho v${version}\n` });
  chmodSync(join(folder, 'node'), 0o755);
  return join(folder, 'node');
}

describe('calls', () => {
  it.each(['16.20.2', '18.12.1', '18.17.1'])('cannot be captured in Node %s', async (version) => {
    expect(await captureObstacle(nodeOf(version))).toBe(
      `calls cannot be captured in Node ${version}, but from 18.18 on`,
    );
  });

  it.each(['18.18.0', '19.0.0', '20.1.0', '24.3.0'])('can be captured in Node %s', async (version) => {
    expect(await captureObstacle(nodeOf(version))).toBeNull();
  });

  it('can be captured in our own', async () => {
    expect(await captureObstacle(process.execPath)).toBeNull();
  });
});
