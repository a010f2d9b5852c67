import { spawnSync } from 'node:child_process';

const tried = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']);

/** Whether this machine can create a box; tests that need one say so if it cannot. */
export const bubblewrapIsHere = tried.status === 0;

export const withoutBubblewrap = 'bubblewrap is not installed or may not create a box here';
