import { spawnSync } from 'node:child_process';

const tried = spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']);

/** Whether a box can be built on this machine; tests that need one say so where it cannot. */
export const bubblewrapIsHere = tried.status === 0;

export const withoutBubblewrap = 'bubblewrap is not installed or may not build a box here';
