import { spawnSync } from 'node:child_process';

const tried = spawnSync('/usr/bin/setpriv', [
  '--reuid=20000',
  '--clear-groups',
  process.execPath,
  '--version',
]);

/** Whether commands can run as other users here; tests that need it say so if they cannot. */
export const containerIsHere = process.getuid?.() === 0 && tried.status === 0;

export const withoutContainer = 'the tests are not run by root, or setpriv is not installed';
