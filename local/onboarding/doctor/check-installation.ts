import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { usualPort } from '../../processes/choose-ports.ts';
import { freePort } from '../../processes/free-port.ts';
import { hasBubblewrap } from '../../service/isolation.ts';
import type { Row, Verdict } from '../row.ts';

/** Bytes below which an instance soon stops: versions, artifacts and logs need them. */
const leastDisk = 1024 ** 3;

/** Whether this machine has what an instance needs. Nothing is written. */
export async function checkInstallation(data: string): Promise<readonly Row[]> {
  return [bubblewrap(), git(), node(), await ports(), dataFolder(data), disk(data)];
}

const row = (what: string, found: string, verdict: Verdict, detail = ''): Row => ({
  what,
  found,
  verdict,
  detail,
});

function bubblewrap(): Row {
  if (hasBubblewrap()) return row('bubblewrap', 'installed', 'works');
  const detail =
    'Untrusted code does not run without it: apt-get install bubblewrap, and allow user namespaces.';
  return row('bubblewrap', 'does not work here', 'fails', detail);
}

function git(): Row {
  const { status, stdout } = spawnSync('git', ['--version'], { encoding: 'utf8' });
  if (status === 0) return row('git', stdout.trim().replace('git version ', ''), 'works');
  return row('git', '', 'fails', 'It is not installed: apt-get install git.');
}

/** That it runs this program is all that is asked of it. */
const node = (): Row => row('node', process.version, 'found');

async function ports(): Promise<Row> {
  const both = `${usualPort} and ${usualPort + 1}`;
  const areFree = await Promise.all([freePort(usualPort), freePort(usualPort + 1)]).then(
    () => true,
    () => false,
  );
  if (areFree) return row('ports', both, 'works');
  return row(
    'ports',
    both,
    'partly',
    'One of them is in use: any others are taken, or those that --port names.',
  );
}

function dataFolder(data: string): Row {
  const folder = resolve(data);
  try {
    accessSync(nearest(folder), constants.W_OK);
    return row('data folder', folder, 'works');
  } catch {
    return row('data folder', folder, 'fails', 'It cannot be written to; name another with --data.');
  }
}

function disk(data: string): Row {
  const { bavail, bsize } = statfsSync(nearest(resolve(data)));
  const free = `${((bavail * bsize) / 1024 ** 3).toFixed(1)} GB free`;
  if (bavail * bsize >= leastDisk) return row('disk', free, 'works');
  return row(
    'disk',
    free,
    'partly',
    'An instance needs 1 GB; make room, or name a folder elsewhere with --data.',
  );
}

/** The folder itself, or the nearest one above it that exists. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));
